/* SPDX-License-Identifier: MIT */
#include "csv/csv.h"

#include <string.h>

/* What a spreadsheet takes for a formula, or for the start of one behind a blank. */
static bool
is_formula(const char *s)
{
	s += strspn(s, " ");
	return *s != '\0' && strchr("=+-@\t\r\n", *s) != NULL;
}

static bool
needs_quotes(const char *s)
{
	return strpbrk(s, ",;\"\r\n\t") != NULL || *s == ' ' ||
	    s[strlen(s) - 1] == ' ' || is_formula(s);
}

void
csv_write_cell(struct buf *b, const char *text, bool first)
{
	if (!first)
		buf_putc(b, ',');
	if (text == NULL || *text == '\0')
		return;
	if (!needs_quotes(text)) {
		buf_puts(b, text);
		return;
	}
	buf_putc(b, '"');
	if (is_formula(text))
		buf_putc(b, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_putc(b, '"');
		buf_putc(b, *text);
	}
	buf_putc(b, '"');
}

void
csv_write_end(struct buf *b)
{
	buf_puts(b, "\r\n");
}
