/* SPDX-License-Identifier: MIT */
#include "app/cli/sheet.h"

#include "app/refuse.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MOST_BYTES	((size_t)256 << 20)

static bool
read_all(struct ctx *c, FILE *f, const char *file, struct buf *out)
{
	size_t got;

	do {
		got = fread(buf_room(out, 1 << 16), 1, 1 << 16, f);
		buf_took(out, got);
	} while (got > 0 && out->n < MOST_BYTES);
	if (ferror(f))
		return refuse(c, "%s: %s", file, strerror(errno));
	if (got > 0)
		return refuse(c, "%s: is too large", file);
	return strlen(buf_text(out)) == out->n ||
	    refuse(c, "%s: is not a text", file);
}

bool
sheet_read(struct ctx *c, const char *file, const char **out)
{
	bool is_input = strcmp(file, "-") == 0;
	FILE *f = is_input ? stdin : fopen(file, "re");
	struct buf b;
	bool done;

	if (f == NULL)
		return refuse(c, "%s: %s", file, strerror(errno));
	buf_init(&b, c->arena);
	done = read_all(c, f, file, &b);
	if (!is_input)
		(void)fclose(f);
	if (done)
		*out = buf_text(&b);
	return done;
}

/* Behind the record that begins at P; a line end within quotes is none.  *lines grows by
 * those that it has. */
static const char *
end_of_record(const char *p, int64_t *lines)
{
	bool quoted = false;

	for (; *p != '\0'; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (*p == '\n') {
			(*lines)++;
			if (!quoted)
				return p + 1;
		}
	}
	return p;
}

static void
add_part(struct arena *a, struct sheet *s, size_t *cap,
	 const struct sheet_part *part)
{
	s->at = arena_grow(a, s->at, cap, s->n + 1, sizeof(*s->at));
	s->at[s->n++] = *part;
	s->rows += part->rows;
}

void
sheet_split(struct arena *a, const char *text, struct sheet *out)
{
	int64_t lines = 0, header_lines;
	const char *rest = end_of_record(text, &lines), *p = rest;
	size_t cap = 0;

	*out = (struct sheet){0};
	header_lines = lines;
	do {
		struct sheet_part part = {.ahead = lines - header_lines};
		const char *from = p;
		struct buf b;

		for (; *p != '\0' && part.rows < SHEET_ROWS; part.rows++)
			p = end_of_record(p, &lines);
		buf_init(&b, a);
		buf_add(&b, text, (size_t)(rest - text));
		buf_add(&b, from, (size_t)(p - from));
		part.text = buf_text(&b);
		add_part(a, out, &cap, &part);
	} while (*p != '\0');
}
