/* SPDX-License-Identifier: MIT */
/*
 * compiled — SQL as the program carries it: what the build makes from sql/.
 *
 * scripts/gen-sql.awk makes the table of statements, scripts/gen-migrations.awk
 * that of migrations.  Only the files of this folder run what stands here; the
 * program prints it (tenantry print sql).
 */
#ifndef DB_COMPILED_H
#define DB_COMPILED_H

#include "record/record.h"
#include "sql.gen.h"

struct statement {
	const char *name;		/* of enum sql, without SQL_ */
	const char *file;		/* below sql/queries/ */
	const char *comment;
	const char *text;		/* with ? for each argument */
	const char *const *params;	/* names, each once */
	const unsigned char *places;	/* of each ?: the index of its name */
	unsigned char param_count;
	unsigned char place_count;
	enum sql then;			/* run after it; itself: nothing */
	const char *row;		/* the record that its rows fill, or NULL */
	const struct record *record;	/* NULL if this program has none */
};
extern const struct statement statements[];	/* by enum sql */
extern const size_t statement_count;

struct migration {
	int version;			/* 1, 2, 3 ... */
	const char *name;		/* 0001_base.sql */
	const char *checksum;		/* SHA-256 of the file, in hex */
	const char *const *statements;
	size_t statement_count;
};
extern const struct migration migrations[];
extern const size_t migration_count;

#endif
