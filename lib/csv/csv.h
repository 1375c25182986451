/* SPDX-License-Identifier: MIT */
/*
 * csv — tables that people have made with a spreadsheet (RFC 4180).
 *
 * Reading takes a byte order mark, commas or semicolons (whichever the first record
 * has), any ends of lines, and quoted cells that go over several.  Writing makes cells
 * harmless that a spreadsheet would run as a formula.  Everything lives in the arena.
 */
#ifndef CSV_CSV_H
#define CSV_CSV_H

#include "base/buf.h"

struct csv_record {
	int64_t line;			/* where it starts, from 1 */
	const char *const *cells;
	size_t n;
};

struct csv {
	const struct csv_record *at;	/* records without any text are left out */
	size_t n;
};

/* What a table may be; more is a fault. */
struct csv_limits {
	size_t records;
	size_t cells;			/* of one record */
	size_t bytes;			/* of one cell */
};

/* Reads TEXT (UTF-8).  False if it is no such table: *line is where, *why in which way
 * (static text). */
MUST_USE bool csv_read(struct arena *, const char *text,
		       const struct csv_limits *, struct csv *out, int64_t *line,
		       const char **why);

/* The column of that name among the cells of a header, whatever its case and with blanks or
 * hyphens for underscores; -1 if there is none. */
int csv_column(const struct csv_record *header, const char *name);

/* One cell; the first of a record has no comma before it.  NULL is empty. */
void csv_write_cell(struct buf *, const char *text, bool first);
void csv_write_end(struct buf *);

#endif
