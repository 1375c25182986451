/* SPDX-License-Identifier: MIT */
#include "csv/csv.h"

#include "base/catalog.h"

#include <string.h>

struct reader {
	struct arena *arena;
	const struct csv_limits *limits;
	const char *p;
	char separator;
	int64_t line;			/* of p */

	struct csv_record *records;
	size_t n, cap;
	const char **cells;		/* of the record at hand */
	size_t cell_n, cell_cap;
	bool has_text;
	const char *why;
};

static bool
refuse(struct reader *r, const char *why)
{
	r->why = why;
	return false;
}

static bool
is_end(char c)
{
	return c == '\0' || c == '\r' || c == '\n';
}

/* CR, LF and CR LF are one end of a line each. */
static void
skip_end(struct reader *r)
{
	if (*r->p == '\0')
		return;
	if (r->p[0] == '\r' && r->p[1] == '\n')
		r->p++;
	r->p++;
	r->line++;
}

static bool
add_cell(struct reader *r, const char *text)
{
	if (r->cell_n == r->limits->cells)
		return refuse(r, LATER("too many cells"));
	r->cells = arena_grow(r->arena, r->cells, &r->cell_cap, r->cell_n + 1,
	    sizeof(*r->cells));
	r->cells[r->cell_n++] = text;
	r->has_text = r->has_text || *text != '\0';
	return true;
}

/* From the opening quote to what stands behind the closing one. */
static bool
read_quoted(struct reader *r)
{
	struct buf b;

	buf_init(&b, r->arena);
	for (r->p++; *r->p != '"' || r->p[1] == '"'; r->p++) {
		if (*r->p == '\0')
			return refuse(r, LATER("a quote is not closed"));
		if (b.n == r->limits->bytes)
			return refuse(r, LATER("a cell is too long"));
		if (*r->p == '\n' || (*r->p == '\r' && r->p[1] != '\n'))
			r->line++;
		buf_putc(&b, *r->p);
		r->p += *r->p == '"';
	}
	r->p++;
	if (*r->p != r->separator && !is_end(*r->p))
		return refuse(r, LATER("text behind a closing quote"));
	return add_cell(r, buf_text(&b));
}

static bool
read_plain(struct reader *r)
{
	const char *start = r->p;

	for (; *r->p != r->separator && !is_end(*r->p); r->p++)
		if (*r->p == '"')
			return refuse(r, LATER("a quote inside a cell"));
	if ((size_t)(r->p - start) > r->limits->bytes)
		return refuse(r, LATER("a cell is too long"));
	return add_cell(r, arena_memdup(r->arena, start,
	    (size_t)(r->p - start)));
}

static bool
read_cells(struct reader *r)
{
	for (;;) {
		if (!(*r->p == '"' ? read_quoted(r) : read_plain(r)))
			return false;
		if (is_end(*r->p))
			break;
		r->p++;
	}
	skip_end(r);
	return true;
}

/* The line of a fault is that of the record in which it is. */
static bool
read_record(struct reader *r)
{
	int64_t line = r->line;

	r->cells = NULL;
	r->cell_n = r->cell_cap = 0;
	r->has_text = false;
	if (!read_cells(r)) {
		r->line = line;
		return false;
	}
	if (!r->has_text)
		return true;
	if (r->n == r->limits->records) {
		r->line = line;
		return refuse(r, LATER("too many records"));
	}
	r->records = arena_grow(r->arena, r->records, &r->cap, r->n + 1,
	    sizeof(*r->records));
	r->records[r->n++] = (struct csv_record){line, r->cells, r->cell_n};
	return true;
}

/* Of comma and semicolon the one that stands outside of quotes first. */
static char
find_separator(const char *p)
{
	bool quoted = false;

	for (; *p != '\0' && (quoted || !is_end(*p)); p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == ',' || *p == ';'))
			return *p;
	}
	return ',';
}

bool
csv_read(struct arena *a, const char *text, const struct csv_limits *limits,
	 struct csv *out, int64_t *line, const char **why)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct reader r = {.arena = a, .limits = limits, .line = 1};

	if (strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	r.p = text;
	while (is_end(*r.p) && *r.p != '\0')
		skip_end(&r);
	r.separator = find_separator(r.p);
	while (*r.p != '\0')
		if (!read_record(&r)) {
			*line = r.line;
			*why = r.why;
			return false;
		}
	*out = (struct csv){r.records, r.n};
	return true;
}

static char
folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == ' ' || c == '-' ? '_' : c;
}

static bool
is_named(const char *cell, const char *name)
{
	size_t n;

	cell += strspn(cell, " \t");
	n = strlen(cell);
	while (n > 0 && (cell[n - 1] == ' ' || cell[n - 1] == '\t'))
		n--;
	if (n != strlen(name))
		return false;
	for (size_t i = 0; i < n; i++)
		if (folded(cell[i]) != name[i])
			return false;
	return true;
}

int
csv_column(const struct csv_record *header, const char *name)
{
	for (size_t i = 0; i < header->n; i++)
		if (is_named(header->cells[i], name))
			return (int)i;
	return -1;
}
