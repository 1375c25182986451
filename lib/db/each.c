/* SPDX-License-Identifier: MIT */
/*
 * Array binding: one packet carries many rows, column by column.
 */
#include "db/stmt.h"

#include "base/clock.h"
#include "db/sqlerr.h"

#include <assert.h>

#include <mysqld_error.h>

/* Far below the smallest max_allowed_packet that a server starts with, and so
 * long that a longer one is no faster. */
#define CHUNK_BYTES	(512 * 1024)

/* One place of all rows of a chunk: numbers side by side, all else by address. */
struct lane {
	enum enum_field_types type;
	char *nulls;
	unsigned long *lengths;
	MYSQL_TIME *times;
	int64_t *numbers;
	const void **data;
};

/* The first value that is not NULL says what the others are. */
static enum enum_field_types
lane_type(const struct db *db, const struct args *rows, size_t n, unsigned at)
{
	enum enum_field_types type = MYSQL_TYPE_NULL;

	for (size_t i = 0; i < n; i++) {
		enum enum_field_types t = arg_sql_type(&rows[i].at[at]);

		if (rows[i].n != rows[0].n ||
		    strcmp(rows[i].at[at].name, rows[0].at[at].name) != 0)
			sqlerr_bug(db, "row %zu has other arguments", i);
		if (type == MYSQL_TYPE_NULL)
			type = t;
		else if (t != MYSQL_TYPE_NULL && t != type)
			sqlerr_bug(db, "argument %s changes its type",
			    rows[i].at[at].name);
	}
	return type == MYSQL_TYPE_NULL ? MYSQL_TYPE_STRING : type;
}

static void
lane_fill(struct lane *lane, const struct args *rows, size_t n, unsigned at)
{
	for (size_t i = 0; i < n; i++) {
		const struct arg *a = &rows[i].at[at];

		if (a->type == ARG_NULL)
			lane->nulls[i] = STMT_INDICATOR_NULL;
		else if (a->type == ARG_INT)
			lane->numbers[i] = a->i;
		else if (a->type != ARG_TIME)
			lane->data[i] = arg_data(a, &lane->lengths[i]);
		else {
			lane->times[i] = time_of(a->i);
			lane->data[i] = &lane->times[i];
		}
	}
}

static MYSQL_BIND
lane_bind(struct db *db, const struct args *rows, size_t n, unsigned at)
{
	struct arena *a = db->ctx->arena;
	struct lane lane = {.type = lane_type(db, rows, n, at)};

	lane.nulls = arena_array(a, n, 1);
	lane.lengths = arena_array(a, n, sizeof(*lane.lengths));
	if (lane.type == MYSQL_TYPE_LONGLONG)
		lane.numbers = arena_array(a, n, sizeof(*lane.numbers));
	else
		lane.data = arena_array(a, n, sizeof(*lane.data));
	if (lane.type == MYSQL_TYPE_DATETIME)
		lane.times = arena_array(a, n, sizeof(*lane.times));
	lane_fill(&lane, rows, n, at);
	return (MYSQL_BIND){
		.buffer_type = lane.type,
		.buffer = lane.numbers != NULL ? (void *)lane.numbers :
		    (void *)lane.data,
		.length = lane.lengths,
		.u.indicator = lane.nulls,
	};
}

/* Rows are made to fit what was read before.  A key that one of them finds taken, or gone,
 * was so since then: whoever runs again sees it and decides otherwise. */
static bool
refuse(struct db *db, const struct prepared *p, unsigned code, const char *why)
{
	bool outrun = code == ER_DUP_ENTRY || code == ER_NO_REFERENCED_ROW_2;

	return sqlerr_fail(db, p->s->name, outrun ? ER_CHECKREAD : code, why,
	    true);
}

static bool
run_chunk(struct db *db, struct prepared *p, const struct args *rows,
	  unsigned n, int64_t *changed)
{
	const unsigned one = 0;
	int64_t start;
	bool ok;

	for (unsigned i = 0; i < p->s->place_count; i++)
		p->in[i] = lane_bind(db, rows, n, p->order[p->s->places[i]]);
	start = clock_mono_us();
	ok = mysql_stmt_attr_set(p->handle, STMT_ATTR_ARRAY_SIZE, &n) == 0 &&
	    mysql_stmt_bind_param(p->handle, p->in) == 0 &&
	    mysql_stmt_execute(p->handle) == 0;
	stmt_account(db, clock_mono_us() - start);
	if (!ok) {
		unsigned code = mysql_stmt_errno(p->handle);
		const char *why = arena_strdup(db->ctx->arena,
		    mysql_stmt_error(p->handle));

		(void)mysql_stmt_attr_set(p->handle, STMT_ATTR_ARRAY_SIZE, &one);
		return refuse(db, p, code, why);
	}
	*changed += (int64_t)mysql_stmt_affected_rows(p->handle);
	(void)mysql_stmt_attr_set(p->handle, STMT_ATTR_ARRAY_SIZE, &one);
	return true;
}

static size_t
row_bytes(struct args row)
{
	size_t bytes = 0;

	for (size_t i = 0; i < row.n; i++)
		bytes += row.at[i].n + sizeof(struct id) + 2;
	return bytes;
}

/* How many of the rows go into one packet; at least one. */
static size_t
chunk(const struct args *rows, size_t n)
{
	size_t count = 1, bytes = row_bytes(rows[0]);

	while (count < n && (bytes += row_bytes(rows[count])) <= CHUNK_BYTES)
		count++;
	return count;
}

static bool
run_all(struct db *db, enum sql sql, const struct args *rows, size_t n,
	int64_t *changed)
{
	struct prepared *p;

	for (size_t done = 0, count; done < n; done += count) {
		struct arena_mark mark = arena_mark(db->ctx->arena);

		count = chunk(rows + done, n - done);
		db->last = statements[sql].name;
		db->stats.statements++;
		if (!conn_ready(db) || !stmt_get(db, sql, &p))
			return false;
		if (p->columns > 0)
			sqlerr_bug(db, "rows where a change was expected");
		args_match(db, p, rows[done]);
		if (!run_chunk(db, p, rows + done, (unsigned)count, changed))
			return false;
		arena_rewind(db->ctx->arena, mark);
	}
	return true;
}

static bool
run_all_then(struct db *db, enum sql sql, const struct args *rows, size_t n)
{
	enum sql then = statements[sql].then;
	struct args *of;
	int64_t ignored = 0;

	if (then == sql)
		return true;
	of = arena_array(db->ctx->arena, n, sizeof(*of));
	for (size_t i = 0; i < n; i++)
		of[i] = args_of(db, &statements[then], rows[i]);
	return run_all(db, then, of, n, &ignored);
}

bool
db_each(struct db *db, enum sql sql, const struct args *rows, size_t n,
	int64_t *changed)
{
	int64_t sum = 0;

	assert(db->in_tx);
	if (!run_all(db, sql, rows, n, &sum) ||
	    !run_all_then(db, sql, rows, n))
		return false;
	if (changed != NULL)
		*changed = sum;
	return true;
}
