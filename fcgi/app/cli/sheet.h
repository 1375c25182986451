/* SPDX-License-Identifier: MIT */
/*
 * sheet — a CSV file in parts that one call can take, each with the header.
 *
 * It only knows where records end; what stands in them is the method's business.
 */
#ifndef APP_CLI_SHEET_H
#define APP_CLI_SHEET_H

#include "base/buf.h"
#include "base/ctx.h"

#define SHEET_ROWS	1000	/* most records of a part, as the method takes them */

struct sheet_part {
	const char *text;
	size_t rows;
	int64_t ahead;		/* a line of the part is so many further in the file */
};

struct sheet {
	struct sheet_part *at;
	size_t n;
	size_t rows;
};

/* Reads FILE ("-": standard input).  Fails with a sentence in err.message. */
MUST_USE bool sheet_read(struct ctx *, const char *file, const char **out);

/* An empty file is one part without rows. */
void sheet_split(struct arena *, const char *text, struct sheet *out);

#endif
