/* SPDX-License-Identifier: MIT */
#include "db/stmt.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/sqlerr.h"

#include <assert.h>

#include <mysqld_error.h>

#define SLOW_US	500000
#define MOST_TRIES	5	/* of one that stands alone */
#define MANY	10	/* runs of one statement in one call: a loop around it */

/* An error between two rows is told by the link alone. */
bool
stmt_fail(struct db *db, const struct prepared *p)
{
	unsigned code = mysql_stmt_errno(p->handle);
	bool by_link = code == 0;

	return sqlerr_fail(db, p->s->name,
	    by_link ? mysql_errno(db->link) : code,
	    by_link ? mysql_error(db->link) : mysql_stmt_error(p->handle),
	    p->columns == 0);
}

bool
stmt_get(struct db *db, enum sql sql, struct prepared **out)
{
	const struct statement *s = &statements[sql];
	struct arena *a = db->kept;
	struct prepared *p = db->prepared[sql];
	MYSQL_STMT *handle;

	if (p != NULL) {
		*out = p;
		return true;
	}
	handle = mysql_stmt_init(db->link);
	assert(handle != NULL);
	if (mysql_stmt_prepare(handle, s->text, strlen(s->text)) != 0) {
		unsigned code = mysql_stmt_errno(handle);
		const char *why = arena_strdup(db->ctx->arena,
		    mysql_stmt_error(handle));

		mysql_stmt_close(handle);
		return sqlerr_fail(db, s->name, code, why, false);
	}
	if (mysql_stmt_param_count(handle) != s->place_count)
		sqlerr_bug(db, "%lu places", mysql_stmt_param_count(handle));
	p = arena_new(a, struct prepared);
	p->s = s;
	p->handle = handle;
	p->columns = mysql_stmt_field_count(handle);
	p->in = arena_array(a, s->place_count, sizeof(*p->in));
	p->given = arena_array(a, s->place_count, sizeof(*p->given));
	p->order = arena_array(a, s->param_count, sizeof(*p->order));
	p->fields = arena_array(a, p->columns, sizeof(const struct field *));
	p->out = arena_array(a, p->columns, sizeof(*p->out));
	p->cells = arena_array(a, p->columns, sizeof(*p->cells));
	*out = db->prepared[sql] = p;
	return true;
}

void
stmt_drop_all(struct db *db)
{
	for (size_t i = 0; i < statement_count; i++) {
		if (db->prepared[i] != NULL)
			mysql_stmt_close(db->prepared[i]->handle);
		db->prepared[i] = NULL;
	}
}

static void
count(struct db *db, enum sql sql)
{
	db->last = statements[sql].name;
	db->duplicate = NULL;
	db->stats.statements++;
	db->runs[sql]++;
#ifdef DEVELOPER
	if (db->runs[sql] == MANY + 1)
		log_event(LOG_WARN_, "db.many", "statement=%s runs=%u",
		    db->last, db->runs[sql]);
#endif
}

void
stmt_account(struct db *db, int64_t us)
{
	db->stats.us += us;
	if (db->alive_us != NULL)
		*db->alive_us = clock_mono_us();
	if (us > SLOW_US)
		log_event(LOG_WARN_, "db.slow", "request_id=%s statement=%s ms=%lld",
		    db->ctx->request_id, db->last, (long long)us / 1000);
	else if (log_is(LOG_DEBUG_))
		log_event(LOG_DEBUG_, "db", "request_id=%s statement=%s us=%lld",
		    db->ctx->request_id, db->last, (long long)us);
}

/* Alone, and another node was quicker: nothing was done, and nothing else hangs on it. */
static bool
was_outrun(const struct db *db, const struct prepared *p)
{
	return db->is_node && !db->in_tx &&
	    mysql_stmt_errno(p->handle) == ER_LOCK_DEADLOCK;
}

bool
stmt_run(struct db *db, enum sql sql, struct args args, struct prepared **out)
{
	unsigned tries = 0;
	int64_t start;
	struct prepared *p;
	bool ok;

	count(db, sql);
	if (!conn_ready(db) || !stmt_get(db, sql, &p))
		return false;
	args_bind(db, p, args);
	start = clock_mono_us();
	do
		ok = mysql_stmt_bind_param(p->handle, p->in) == 0 &&
		    mysql_stmt_execute(p->handle) == 0;
	while (!ok && was_outrun(db, p) && ++tries < MOST_TRIES);
	stmt_account(db, clock_mono_us() - start);
	if (!ok)
		return stmt_fail(db, p);
	*out = p;
	return true;
}

static bool
run_for_rows(struct db *db, enum sql sql, struct args args,
	     const struct record *r, struct prepared **out)
{
	if (!stmt_run(db, sql, args, out))
		return false;
	rows_bind(db, *out, r);
	return true;
}

bool
db_opt_(struct db *db, enum sql sql, struct args args, const struct record *r,
	void *out, bool *found)
{
	struct prepared *p;
	bool first, second = false;
	void *row;

	if (!run_for_rows(db, sql, args, r, &p) || !rows_next(db, p, &first))
		return false;
	if (!first) {
		*found = false;
		return true;
	}
	row = arena_alloc(db->ctx->arena, r->size);
	record_init(r, row);
	rows_take(db, p, row);
	if (!rows_next(db, p, &second))
		return false;
	if (second)
		sqlerr_bug(db, "two rows where one was expected");
	memcpy(out, row, r->size);
	*found = true;
	return true;
}

bool
db_one_(struct db *db, enum sql sql, struct args args, const struct record *r,
	void *out)
{
	bool found;

	if (!db_opt_(db, sql, args, r, out, &found))
		return false;
	return found || fail(db->ctx, E_not_found, "%s", db->last);
}

bool
db_all_(struct db *db, enum sql sql, struct args args, const struct record *r,
	const void **out_at, size_t *out_n)
{
	struct prepared *p;
	size_t n = 0, cap = 0;
	char *rows = NULL;
	bool more;

	if (!run_for_rows(db, sql, args, r, &p) || !rows_next(db, p, &more))
		return false;
	while (more) {
		rows = arena_grow(db->ctx->arena, rows, &cap, n + 1, r->size);
		record_init(r, rows + n * r->size);
		rows_take(db, p, rows + n * r->size);
		n++;
		if (!rows_next(db, p, &more))
			return false;
	}
	*out_at = n > 0 ? rows : arena_alloc(db->ctx->arena, 0);
	*out_n = n;
	return true;
}

bool
db_int(struct db *db, enum sql sql, struct args args, int64_t *out)
{
	struct prepared *p;
	int64_t value = 0;
	bool more;

	if (!run_for_rows(db, sql, args, NULL, &p) || !rows_next(db, p, &more))
		return false;
	if (more) {
		value = p->cells[0].is_null ? 0 : p->cells[0].number;
		if (!rows_next(db, p, &more))
			return false;
		if (more)
			sqlerr_bug(db, "two rows where one was expected");
	}
	*out = value;
	return true;
}

/* A change that gives rows (RETURNING) would leave them on the line. */
static bool
changed_rows(struct db *db, const struct prepared *p, int64_t *changed)
{
	if (p->columns > 0)
		sqlerr_bug(db, "rows where a change was expected");
	if (changed != NULL)
		*changed = (int64_t)mysql_stmt_affected_rows(p->handle);
	return true;
}

static bool
run_then(struct db *db, enum sql sql, struct args args)
{
	enum sql then = statements[sql].then;
	struct prepared *p;

	return then == sql || (stmt_run(db, then, args_of(db,
	    &statements[then], args), &p) && changed_rows(db, p, NULL));
}

bool
db_exec(struct db *db, enum sql sql, struct args args, int64_t *changed)
{
	struct prepared *p;

	return stmt_run(db, sql, args, &p) && changed_rows(db, p, changed) &&
	    run_then(db, sql, args);
}

bool
db_try(struct db *db, enum sql sql, struct args args, bool *duplicate,
       const char **out_key)
{
	struct prepared *p;
	struct error e;

	if (stmt_run(db, sql, args, &p)) {
		*duplicate = false;
		return changed_rows(db, p, NULL) && run_then(db, sql, args);
	}
	if (db->duplicate == NULL)
		return false;
	err_take(db->ctx, &e);
	*duplicate = true;
	if (out_key != NULL)
		*out_key = db->duplicate;
	return true;
}
