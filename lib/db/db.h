/* SPDX-License-Identifier: MIT */
/*
 * db — everything that lasts: four verbs over a closed list of statements.
 *
 * Sole user of MariaDB Connector/C.  One worker, one connection; statements are
 * prepared once per connection and kept; the client library's own reconnect stays
 * off.  No function takes SQL text: statements are named in sql/queries/ and
 * compiled in.  Errors go to the ctx given at db_use(): busy (nothing was done),
 * uncertain (the connection broke while committing), internal (a bug).
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "record/record.h"
#include "sql.gen.h"		/* enum sql { SQL_tenant_by_id, ... SQL_COUNT } */

struct db;

struct db_config {
	const char *host;	/* NULL or empty: the socket */
	const char *socket;	/* of both: one, or several with commas between, the one
				 * we like best first; a host may be HOST:PORT */
	unsigned port;		/* where none is said */
	const char *name, *user, *password;
	const char *tls_ca;	/* required for a host that is not this one */
	unsigned timeout;	/* seconds for a read or write, 0: for ever, as a
				 * migration needs; connect: 2, or this if less */
};

/* What is wrong with the list of hosts or sockets, in a sentence; NULL: nothing. */
const char *db_config_wrong(struct arena *, const struct db_config *);

/* What the processes of one machine know together about each server of the list; in memory
 * that they share, zeros at first. */
#define DB_MOST_HOSTS	16
struct db_gates {
	struct db_gate {
		_Atomic int64_t not_before;	/* 0: nothing is against it */
		_Atomic bool hangs;
	} at[DB_MOST_HOSTS];
};

/* Never connects by itself; the first use does.  The config is borrowed. */
struct db *db_open(const struct db_config *);
void db_close(struct db *);

/* From here on the db serves this call: memory, errors, statistics. */
void db_use(struct db *, struct ctx *);

/* From here on the time (monotonic, in microseconds) when a statement has ended is put
 * there, for whoever watches whether this process gets on; NULL: nowhere. */
void db_watch(struct db *, _Atomic int64_t *alive_us);

/* From here on a server that is away is tried once a second by one process for all that
 * share these; the others say busy at once.  Without it, for itself. */
void db_share(struct db *, struct db_gates *);

/* Whether all servers are known to be away. */
bool db_is_away(const struct db *);

/* Errors of the server and of the link by their number, in memory that processes share:
 * whatever ended a statement but a key that was taken. */
#define DB_MOST_ERRORS	24
struct db_errors {
	struct {
		_Atomic unsigned code;
		_Atomic int64_t n;
	} at[DB_MOST_ERRORS];
};

/* From here on they are counted there. */
void db_count_errors(struct db *, struct db_errors *);

/* Connected, and the session as we need it.  Fails with busy. */
MUST_USE bool db_ready(struct db *);

/* Between two calls: back to a host that stands earlier in the list, if it is of use
 * again.  Looks every few seconds, and costs nothing at home. */
void db_go_home(struct db *);

/* ---- arguments, bound by name ---- */
enum arg_type { ARG_NULL, ARG_INT, ARG_TEXT, ARG_BYTES, ARG_ID, ARG_TIME };
struct arg {
	const char *name;
	enum arg_type type;
	int64_t i;		/* ARG_INT, ARG_TIME (seconds) */
	const void *p;		/* ARG_TEXT, ARG_BYTES */
	size_t n;
	struct id id;		/* ARG_ID; all zero binds NULL */
};
struct args {
	const struct arg *at;
	size_t n;
};
struct arg arg_int(const char *name, int64_t);	/* INT_ABSENT, INT_NULL: NULL */
struct arg arg_bool(const char *name, bool);
struct arg arg_text(const char *name, const char *);	/* NULL: NULL */
struct arg arg_bytes(const char *name, struct bytes);	/* p NULL: NULL */
struct arg arg_id(const char *name, struct id);
/* A time must say so, as C has no type for it: TIME(expires_at, t). */
struct arg arg_time(const char *name, int64_t);

#define ARG(NAME, V)	_Generic((V),					\
	bool: arg_bool, char *: arg_text, const char *: arg_text,	\
	struct id: arg_id, struct bytes: arg_bytes,			\
	default: arg_int)(#NAME, V)
#define TIME(NAME, V)	arg_time(#NAME, V)
#define ARGS(...)	((struct args){					\
	(const struct arg[]){__VA_ARGS__},				\
	sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg)})
#define NO_ARGS		((struct args){NULL, 0})

/* ---- the four verbs ----
 * Rows land in a record by column name; a column without a field is an assert,
 * a field without a column keeps its absent value.  Names of arguments must be
 * exactly those of the statement.  Text and lists live in the call's arena. */

/* Exactly one row, else not_found. */
#define db_one(DB, SQL, ARGS_, REC, OUT)				\
	db_one_(DB, SQL, ARGS_, &record_##REC, (struct REC *){OUT})
/* One row or none; *found says which, *out is untouched if none. */
#define db_opt(DB, SQL, ARGS_, REC, OUT, FOUND)				\
	db_opt_(DB, SQL, ARGS_, &record_##REC, (struct REC *){OUT}, FOUND)
/* All rows: LIST is a pointer to struct { const struct REC *at; size_t n; }. */
#define db_all(DB, SQL, ARGS_, REC, LIST)				\
	db_all_(DB, SQL, ARGS_, &record_##REC,				\
	    (const void **)(1 ? &(LIST)->at : (const struct REC **)0),	\
	    &(LIST)->n)
/* A change; *changed (may be NULL) is the number of rows it affected: rows that
 * the WHERE found, also when nothing in them changed. */
MUST_USE bool db_exec(struct db *, enum sql, struct args, int64_t *changed);
/* One column of one row as a number; 0 if there is no row or it is NULL. */
MUST_USE bool db_int(struct db *, enum sql, struct args, int64_t *out);

/* One change for each of N rows in one go (array binding): each ROWS[i] has the same
 * names in the same order.  Inside a transaction only.  *changed may be NULL.  A row
 * whose key is taken, or points at nothing, was outrun by somebody: the whole unit may be
 * run again. */
MUST_USE bool db_each(struct db *, enum sql, const struct args *rows, size_t n,
		      int64_t *changed);

MUST_USE bool db_one_(struct db *, enum sql, struct args, const struct record *,
		      void *out);
MUST_USE bool db_opt_(struct db *, enum sql, struct args, const struct record *,
		      void *out, bool *found);
MUST_USE bool db_all_(struct db *, enum sql, struct args, const struct record *,
		      const void **out_at, size_t *out_n);

/* After a failed statement: the name of the unique key it violated ("email_key"),
 * or NULL.  Such a failure is reported as *duplicate by this verb instead of
 * failing: */
MUST_USE bool db_try(struct db *, enum sql, struct args, bool *duplicate,
		     const char **out_key);

/* ---- transactions ---- */
MUST_USE bool db_begin(struct db *);
/* uncertain if the connection broke in between. */
MUST_USE bool db_commit(struct db *);
void db_rollback(struct db *);	/* always works: a broken link rolled back too */

/* A point to come back to inside a transaction, for results per item. */
MUST_USE bool db_savepoint(struct db *);
MUST_USE bool db_release(struct db *);		/* keep what came since */
MUST_USE bool db_rewind(struct db *);		/* undo it */

/* True if the last failure was a deadlock, a certification failure, a lock wait or
 * a lost connection before commit, so that the whole unit may be run again. */
bool db_may_replay(const struct db *);

/* Which connection this is: it grows with each new one. */
unsigned db_link(const struct db *);

/* Since db_use: statements run, microseconds spent in them. */
struct db_stats {
	unsigned statements;
	int64_t us;
};
struct db_stats db_stats(const struct db *);

/* Prepares every statement and tells of each, in one line with tabs between: name,
 * file, arguments, columns (name:type), record, its fields (name:type; none if
 * this program has no such record), comment, text, and the server's error if it
 * cannot be prepared, which is no failure here. */
MUST_USE bool db_check_all(struct db *, void (*report)(const char *line));

/* The last statement's name, for the dump of a dying worker. */
const char *db_last(const struct db *);

#endif
