/* SPDX-License-Identifier: MIT */
/*
 * stmt — a statement as the link keeps it: prepared once, its buffers with it.
 *
 * Numbers, times and ids are fetched into cells, text and bytes straight into the
 * call's arena at the length that they have: nothing is ever cut off.
 */
#ifndef DB_STMT_H
#define DB_STMT_H

#include "db/conn.h"

/* One value on its way to or from the server. */
struct cell {
	int64_t number;
	MYSQL_TIME time;
	struct id id;
	unsigned long length;
	char *text;		/* of a text or bytes: its beginning */
	my_bool is_null;
	my_bool cut;
};

struct prepared {
	const struct statement *s;
	MYSQL_STMT *handle;

	MYSQL_BIND *in;			/* one for each ? */
	struct cell *given;
	unsigned char *order;		/* of each param: where it stood last time */

	unsigned columns;		/* 0: it gives no rows */
	bool bound;			/* the columns, for this record: */
	const struct record *record;
	const struct field **fields;	/* of each column */
	MYSQL_BIND *out;
	struct cell *cells;
};

/* The statement, prepared on a ready link. */
MUST_USE bool stmt_get(struct db *, enum sql, struct prepared **out);
void stmt_drop_all(struct db *);

/* Runs it with these arguments; counts and times it. */
MUST_USE bool stmt_run(struct db *, enum sql, struct args,
		       struct prepared **out);

/* So long it took: for the statistics, and for the log if it was slow. */
void stmt_account(struct db *, int64_t us);

/* The error that the handle has, as the call's; always false. */
bool stmt_fail(struct db *, const struct prepared *);

/* ---- args.c ---- */

/* Where each argument stands in ARGS, in p->order; dies unless the names are
 * exactly those of the statement. */
void args_match(const struct db *, struct prepared *, struct args);
void args_bind(const struct db *, struct prepared *, struct args);
/* Those of the arguments that the statement has; dies if one is missing. */
struct args args_of(const struct db *, const struct statement *, struct args);
enum enum_field_types arg_sql_type(const struct arg *);
const void *arg_data(const struct arg *, unsigned long *length);
MYSQL_TIME time_of(int64_t seconds);
/* The library takes what it only reads as void *. */
void *unconst(const void *);

/* ---- rows.c ---- */

/* Binds the columns for that record; dies if one has no field. */
void rows_bind(struct db *, struct prepared *, const struct record *);
/* The next row is in the cells, or *more is false. */
MUST_USE bool rows_next(struct db *, struct prepared *, bool *more);
/* The row as a record; *out was initialised. */
void rows_take(struct db *, struct prepared *, void *out);
/* int, time, str (bytes and ids, too), null or other: what a column holds. */
const char *rows_sql_type(enum enum_field_types);
#endif
