/* SPDX-License-Identifier: MIT */
/*
 * lib/db against a real server: DBTEST_SOCKET names its socket, DBTEST_PID its
 * process, which some tests stop for a while.  Without them nothing runs and the
 * program fails, so that nobody takes silence for success.
 */
#include "unit/unit.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define THING(F, T)							\
	F(T, id,    id)							\
	F(T, str,   title)						\
	F(T, str,   body)						\
	F(T, int,   number)						\
	F(T, bool,  flag)						\
	F(T, time,  at)							\
	F(T, bytes, raw)						\
	F(T, int,   elsewhere)
RECORD(thing, THING);

#define SESSION(F, T)							\
	F(T, str, sql_mode) F(T, str, time_zone) F(T, str, collation)	\
	F(T, str, charset) F(T, int, lock_wait) F(T, bool, local_infile)	\
	F(T, bool, snapshot) F(T, int, longest) F(T, int, sync_wait)	\
	F(T, str, isolation)
RECORD(session_values, SESSION);

struct things {
	const struct thing *at;
	size_t n;
};

static struct db_config config = {
	.name = "dbtest", .user = "root", .timeout = 5,
};
static pid_t server;

struct world {
	struct ctx *c;
	struct db *db;
};

static struct ctx *
new_ctx(void)
{
	struct arena *a = arena_open();
	struct ctx *c = arena_new(a, struct ctx);

	ctx_init(c, a, "dbtest");
	return c;
}

static int
setup(void **state)
{
	struct ctx *c = new_ctx();
	struct world *w = arena_new(c->arena, struct world);

	w->c = c;
	w->db = db_open(&config);
	db_use(w->db, c);
	*state = w;
	return db_exec(w->db, SQL_make, NO_ARGS, NULL) &&
	    db_exec(w->db, SQL_empty, NO_ARGS, NULL) ? 0 : -1;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	bool clean = w->c->err.code == E_none;

	db_close(w->db);
	arena_close(w->c->arena);
	return clean ? 0 : -1;
}

static void
ok(struct world *w, bool result)
{
	if (!result)
		print_error("failed: %s\n", w->c->err.why);
	assert_true(result);
}

static struct id
id_of(unsigned n)
{
	return (struct id){.b = {(unsigned char)(n >> 8), (unsigned char)n,
		[15] = 1}};
}

static bool
insert(struct db *db, unsigned n, const char *title)
{
	return db_exec(db, SQL_thing_insert, ARGS(ARG(id, id_of(n)),
	    ARG(title, title), ARG(body, (const char *)NULL), ARG(number, n),
	    ARG(flag, true), TIME(at, 1700000000), ARG(raw, (struct bytes){0})),
	    NULL);
}

static int64_t
count(struct world *w)
{
	int64_t n;

	ok(w, db_int(w->db, SQL_thing_count, NO_ARGS, &n));
	return n;
}

static int64_t
connection(struct world *w)
{
	int64_t n;

	ok(w, db_int(w->db, SQL_connection, NO_ARGS, &n));
	return n;
}

/* Another client ends the connection of this one. */
static void
kill_link(struct world *w)
{
	struct db *other = db_open(&config);
	struct ctx *c = new_ctx();
	struct timespec pause = {0, 50000000};

	db_use(other, c);
	assert_true(db_exec(other, SQL_kill,
	    ARGS(ARG(connection, connection(w))), NULL));
	db_close(other);
	arena_close(c->arena);
	(void)nanosleep(&pause, NULL);
}

/* ---- values ---- */

static void
values_of_all_types_come_back_as_they_went(void **state)
{
	struct world *w = *state;
	const unsigned char raw[] = {0, 1, 0, 255};
	struct thing t;

	ok(w, db_exec(w->db, SQL_thing_insert, ARGS(ARG(id, id_of(7)),
	    ARG(title, "Zoë's \"naïve\" 🙂 \\ %_"), ARG(body, ""),
	    ARG(number, INT64_MAX), ARG(flag, true), TIME(at, 951782399),
	    ARG(raw, ((struct bytes){raw, sizeof(raw)}))), NULL));
	ok(w, db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(7))), thing, &t));
	assert_true(id_equal(t.id, id_of(7)));
	assert_string_equal(t.title, "Zoë's \"naïve\" 🙂 \\ %_");
	assert_string_equal(t.body, "");
	assert_true(t.number == INT64_MAX);
	assert_true(t.flag);
	assert_int_equal(t.at, 951782399);	/* 2000-02-28T23:59:59Z */
	assert_int_equal(t.raw.n, sizeof(raw));
	assert_memory_equal(t.raw.p, raw, sizeof(raw));
	assert_true(t.elsewhere == INT_ABSENT);
}

static void
null_is_absent_both_ways(void **state)
{
	struct world *w = *state;
	struct thing t;

	ok(w, db_exec(w->db, SQL_thing_insert, ARGS(ARG(id, id_of(1)),
	    ARG(title, (const char *)NULL), ARG(body, (const char *)NULL),
	    ARG(number, INT_ABSENT), ARG(flag, INT_NULL), TIME(at, INT_NULL),
	    ARG(raw, (struct bytes){0})), NULL));
	ok(w, db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(1))), thing, &t));
	assert_null(t.title);
	assert_null(t.body);
	assert_null(t.raw.p);
	assert_true(t.number == INT_ABSENT && t.at == INT_ABSENT);
	assert_false(t.flag);
}

static void
a_row_after_a_null_row_is_whole_again(void **state)
{
	struct world *w = *state;
	struct things list;

	ok(w, insert(w->db, 1, NULL));
	ok(w, insert(w->db, 2, "two"));
	ok(w, insert(w->db, 3, NULL));
	ok(w, db_all(w->db, SQL_thing_list, NO_ARGS, thing, &list));
	assert_int_equal(list.n, 3);
	assert_null(list.at[0].title);
	assert_string_equal(list.at[1].title, "two");
	assert_null(list.at[2].title);
	assert_int_equal(list.at[2].number, 3);
}

static void
long_text_is_never_cut(void **state)
{
	struct world *w = *state;
	const size_t n = 3000000;
	char *body = arena_alloc(w->c->arena, n + 1);
	struct thing t;

	for (size_t i = 0; i < n; i++)
		body[i] = (char)('a' + i % 26);
	ok(w, db_exec(w->db, SQL_thing_insert, ARGS(ARG(id, id_of(2)),
	    ARG(title, "long"), ARG(body, body), ARG(number, -5),
	    ARG(flag, false), TIME(at, 0), ARG(raw,
	    ((struct bytes){(unsigned char *)body, n}))), NULL));
	ok(w, db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(2))), thing, &t));
	assert_int_equal(strlen(t.body), n);
	assert_memory_equal(t.body, body, n);
	assert_int_equal(t.raw.n, n);
	assert_memory_equal(t.raw.p, body, n);
	assert_int_equal(t.number, -5);
	assert_int_equal(t.at, 0);
}

static void
too_long_text_is_an_error_and_not_a_shorter_text(void **state)
{
	struct world *w = *state;
	char title[300];

	memset(title, 'x', sizeof(title) - 1);
	title[sizeof(title) - 1] = '\0';
	assert_false(insert(w->db, 1, title));
	assert_failed(w->c, E_internal);
	assert_int_equal(count(w), 0);
}

static void
arguments_bind_by_name_wherever_they_stand(void **state)
{
	struct world *w = *state;
	struct things list;

	for (unsigned i = 1; i <= 9; i++)
		ok(w, insert(w->db, i, NULL));
	for (int again = 0; again < 2; again++) {
		ok(w, db_all(w->db, SQL_thing_between, ARGS(ARG(limit, 3),
		    ARG(most, 8), ARG(least, 3)), thing, &list));
		assert_int_equal(list.n, 3);
		assert_int_equal(list.at[0].number, 4);
		ok(w, db_all(w->db, SQL_thing_between, ARGS(ARG(least, 6),
		    ARG(limit, 100), ARG(most, 9)), thing, &list));
		assert_int_equal(list.n, 2);
	}
	ok(w, db_all(w->db, SQL_thing_between, ARGS(ARG(least, 100),
	    ARG(limit, 100), ARG(most, 9)), thing, &list));
	assert_int_equal(list.n, 0);
	assert_non_null(list.at);
}

static void
quoted_colons_and_semicolons_are_text(void **state)
{
	struct world *w = *state;
	int64_t n;

	ok(w, insert(w->db, 1, ":x"));
	ok(w, insert(w->db, 2, "; -- ?"));
	ok(w, db_int(w->db, SQL_thing_sneak, NO_ARGS, &n));
	assert_int_equal(n, 2);
}

static void
one_number_of_no_row_or_of_null_is_zero(void **state)
{
	struct world *w = *state;
	int64_t n = 5;

	ok(w, db_int(w->db, SQL_thing_sum, NO_ARGS, &n));
	assert_int_equal(n, 0);
	n = 5;
	ok(w, db_int(w->db, SQL_thing_number, ARGS(ARG(id, id_of(1))), &n));
	assert_int_equal(n, 0);
	ok(w, insert(w->db, 4, NULL));
	ok(w, insert(w->db, 5, NULL));
	ok(w, db_int(w->db, SQL_thing_sum, NO_ARGS, &n));
	assert_int_equal(n, 9);
}

static void
a_missing_row_is_not_found_and_leaves_the_output_alone(void **state)
{
	struct world *w = *state;
	struct thing t = {.number = 42};
	bool found = true;

	assert_false(db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(1))),
	    thing, &t));
	assert_failed(w->c, E_not_found);
	ok(w, db_opt(w->db, SQL_thing_get, ARGS(ARG(id, id_of(1))), thing, &t,
	    &found));
	assert_false(found);
	assert_int_equal(t.number, 42);
}

static void
changed_counts_the_rows_that_were_found(void **state)
{
	struct world *w = *state;
	int64_t n;

	ok(w, insert(w->db, 1, NULL));
	for (int again = 0; again < 2; again++) {
		ok(w, db_exec(w->db, SQL_thing_set, ARGS(ARG(id, id_of(1)),
		    ARG(number, 8)), &n));
		assert_int_equal(n, 1);
	}
	ok(w, db_exec(w->db, SQL_thing_set, ARGS(ARG(id, id_of(2)),
	    ARG(number, 8)), &n));
	assert_int_equal(n, 0);
}

static void
a_duplicate_names_the_key(void **state)
{
	struct world *w = *state;
	const char *key = NULL;
	bool duplicate;
	struct args args = ARGS(ARG(id, id_of(2)),
	    ARG(title, "it's for key 'x'"), ARG(body, (const char *)NULL),
	    ARG(number, 1), ARG(flag, true), TIME(at, 1), ARG(raw,
	    (struct bytes){0}));

	ok(w, insert(w->db, 1, "it's for key 'x'"));
	ok(w, db_try(w->db, SQL_thing_insert, args, &duplicate, &key));
	assert_true(duplicate);
	assert_string_equal(key, "title_key");
	ok(w, db_exec(w->db, SQL_empty, NO_ARGS, NULL));
	ok(w, db_try(w->db, SQL_thing_insert, args, &duplicate, &key));
	assert_false(duplicate);
	ok(w, db_try(w->db, SQL_thing_insert, args, &duplicate, &key));
	assert_true(duplicate);
	assert_string_equal(key, "PRIMARY");
	assert_false(insert(w->db, 2, "other"));
	assert_failed(w->c, E_internal);
}

static void
many_rows_go_in_one_go(void **state)
{
	struct world *w = *state;
	enum { N = 5000 };
	struct arg (*at)[7] = arena_array(w->c->arena, N, sizeof(*at));
	struct args *rows = arena_array(w->c->arena, N, sizeof(*rows));
	const char *body = arena_printf(w->c->arena, "%500s", "x");
	int64_t changed;
	struct thing t;

	for (unsigned i = 0; i < N; i++) {
		at[i][0] = arg_id("id", id_of(i + 1));
		at[i][1] = arg_text("title", i % 3 == 0 ? NULL :
		    arena_printf(w->c->arena, "title %u", i));
		at[i][2] = arg_text("body", body);
		at[i][3] = arg_int("number", i % 2 == 0 ? (int64_t)i : INT_ABSENT);
		at[i][4] = arg_bool("flag", i % 2 == 0);
		at[i][5] = arg_time("at", i % 5 == 0 ? INT_NULL : (int64_t)i);
		at[i][6] = arg_bytes("raw", (struct bytes){0});
		rows[i] = (struct args){at[i], 7};
	}
	ok(w, db_begin(w->db));
	ok(w, db_each(w->db, SQL_thing_insert, rows, N, &changed));
	ok(w, db_commit(w->db));
	assert_int_equal(changed, N);
	assert_int_equal(count(w), N);
	for (unsigned i = 0; i < N; i += 1237) {
		ok(w, db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(i + 1))),
		    thing, &t));
		assert_true((t.title == NULL) == (i % 3 == 0));
		assert_true(t.number == (i % 2 == 0 ? (int64_t)i : INT_ABSENT));
		assert_true(t.at == (i % 5 == 0 ? INT_ABSENT : (int64_t)i));
		assert_int_equal(strlen(t.body), 500);
		assert_null(t.raw.p);
	}
	/* the statement takes single rows again */
	ok(w, insert(w->db, 6000, "single"));
	/* and changes many */
	for (unsigned i = 0; i < N; i++) {
		at[i][0] = arg_id("id", id_of(i + 2));
		at[i][1] = arg_int("number", 1);
		rows[i] = (struct args){at[i], 2};
	}
	ok(w, db_begin(w->db));
	ok(w, db_each(w->db, SQL_thing_set, rows, N, &changed));
	db_rollback(w->db);
	assert_int_equal(changed, N - 1);
	assert_false(db_may_replay(w->db));
}

static void
many_rows_that_were_outrun_may_be_made_anew(void **state)
{
	struct world *w = *state;
	const struct args row = ARGS(ARG(id, id_of(1)), ARG(title, "taken"),
	    ARG(body, (const char *)NULL), ARG(number, 1), ARG(flag, true),
	    TIME(at, 1), ARG(raw, (struct bytes){0}));

	ok(w, insert(w->db, 2, "taken"));
	ok(w, db_begin(w->db));
	assert_false(db_each(w->db, SQL_thing_insert, &row, 1, NULL));
	assert_failed(w->c, E_busy);
	assert_true(db_may_replay(w->db));
	db_rollback(w->db);
}

/* ---- session ---- */

static void
the_session_is_strict_utf8_and_utc(void **state)
{
	struct world *w = *state;
	struct session_values s;

	ok(w, db_one(w->db, SQL_session, NO_ARGS, session_values, &s));
	assert_non_null(strstr(s.sql_mode, "STRICT_ALL_TABLES"));
	assert_string_equal(s.time_zone, "+00:00");
	assert_string_equal(s.collation, "utf8mb4_nopad_bin");
	assert_string_equal(s.charset, "utf8mb4");
	assert_string_equal(s.isolation, "REPEATABLE-READ");
	assert_int_equal(s.lock_wait, 2);
	assert_int_equal(s.sync_wait, 0);
	assert_true(s.snapshot);
}

static void
a_statement_that_takes_too_long_is_busy(void **state)
{
	struct world *w = *state;
	int64_t start = clock_mono_us(), n;

	ok(w, insert(w->db, 1, NULL));
	assert_false(db_int(w->db, SQL_too_long, NO_ARGS, &n));
	assert_non_null(strstr(w->c->err.why, "max_statement_time"));
	assert_failed(w->c, E_busy);
	assert_true(clock_mono_us() - start < 4000000);
	assert_int_equal(count(w), 1);
}

/* ---- transactions ---- */

static void
savepoints_undo_one_item_and_nest(void **state)
{
	struct world *w = *state;
	int64_t sum;

	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 1, NULL));
	ok(w, db_savepoint(w->db));
	ok(w, insert(w->db, 2, NULL));
	ok(w, db_savepoint(w->db));
	ok(w, insert(w->db, 4, NULL));
	ok(w, db_rewind(w->db));
	ok(w, db_release(w->db));
	ok(w, db_savepoint(w->db));
	ok(w, insert(w->db, 8, NULL));
	assert_false(insert(w->db, 8, NULL));
	assert_failed(w->c, E_internal);
	ok(w, db_rewind(w->db));
	ok(w, insert(w->db, 16, NULL));
	ok(w, db_commit(w->db));
	ok(w, db_int(w->db, SQL_thing_sum, NO_ARGS, &sum));
	assert_int_equal(sum, 1 + 2 + 16);
}

static void
a_rollback_leaves_nothing(void **state)
{
	struct world *w = *state;

	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 1, NULL));
	db_rollback(w->db);
	db_rollback(w->db);
	assert_int_equal(count(w), 0);
	assert_false(db_may_replay(w->db));
}

static bool
set(struct db *db, unsigned n)
{
	return db_exec(db, SQL_thing_set, ARGS(ARG(id, id_of(n)),
	    ARG(number, 100)), NULL);
}

/* The other side of the deadlock: takes 2, then 1. */
static int
other_side(int ready)
{
	struct db *db = db_open(&config);
	struct ctx *c = new_ctx();
	bool good;

	db_use(db, c);
	good = db_begin(db) && set(db, 2) && write(ready, "x", 1) == 1 &&
	    set(db, 1) && db_commit(db);
	if (!good && db_may_replay(db)) {
		db_rollback(db);
		good = c->err.code == E_busy;
		_exit(good ? 2 : 3);
	}
	_exit(good ? 0 : 3);
}

static void
a_deadlock_may_be_replayed_by_the_one_who_lost(void **state)
{
	struct world *w = *state;
	int ready[2], status, here;
	char c;
	pid_t child;

	ok(w, insert(w->db, 1, NULL));
	ok(w, insert(w->db, 2, NULL));
	assert_int_equal(pipe(ready), 0);
	ok(w, db_begin(w->db));
	ok(w, set(w->db, 1));
	child = fork();
	if (child == 0)
		other_side(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	if (set(w->db, 2)) {
		here = 0;
		ok(w, db_commit(w->db));
	} else {
		here = 2;
		assert_failed(w->c, E_busy);
		assert_true(db_may_replay(w->db));
		/* what follows by mistake does not escape from the transaction */
		assert_false(set(w->db, 1));
		assert_failed(w->c, E_busy);
		assert_false(db_commit(w->db));
		assert_failed(w->c, E_busy);
		assert_true(db_may_replay(w->db));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status) + here, 2);
	ok(w, db_begin(w->db));
	assert_false(db_may_replay(w->db));
	ok(w, set(w->db, 2));
	ok(w, db_commit(w->db));
	close(ready[0]);
	close(ready[1]);
}

static void
a_lock_wait_gives_up_the_whole_transaction(void **state)
{
	struct world *w = *state;
	struct db *other = db_open(&config);
	struct ctx *c = new_ctx();

	ok(w, insert(w->db, 1, NULL));
	db_use(other, c);
	assert_true(db_begin(other) && set(other, 1));
	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 2, NULL));
	assert_false(set(w->db, 1));
	assert_failed(w->c, E_busy);
	assert_true(db_may_replay(w->db));
	db_rollback(w->db);
	db_close(other);
	arena_close(c->arena);
	assert_int_equal(count(w), 1);
}

/* ---- lost links ---- */

/* Of a file that is not there yet. */
static const char *
fresh_name(struct world *w)
{
	char *name = arena_strdup(w->c->arena, "/tmp/dbtest-XXXXXX");
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(name), 0);
	return name;
}

static void
a_link_that_died_between_calls_is_replaced_unnoticed(void **state)
{
	struct world *w = *state;
	int64_t before = connection(w);
	struct thing t;

	ok(w, insert(w->db, 1, "one"));
	ok(w, db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(1))), thing, &t));
	kill_link(w);
	db_use(w->db, w->c);
	ok(w, db_one(w->db, SQL_thing_get, ARGS(ARG(id, id_of(1))), thing, &t));
	assert_string_equal(t.title, "one");
	assert_true(connection(w) != before);
}

static void
a_link_lost_in_a_transaction_is_busy_and_nothing_escapes(void **state)
{
	struct world *w = *state;

	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 1, NULL));
	kill_link(w);
	assert_false(insert(w->db, 2, NULL));
	assert_failed(w->c, E_busy);
	assert_true(db_may_replay(w->db));
	assert_false(insert(w->db, 3, NULL));
	assert_failed(w->c, E_busy);
	assert_true(db_may_replay(w->db));
	db_rollback(w->db);
	assert_int_equal(count(w), 0);
	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 1, NULL));
	ok(w, db_commit(w->db));
	assert_int_equal(count(w), 1);
}

static void
a_link_seen_dead_before_commit_left_nothing(void **state)
{
	struct world *w = *state;

	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 1, NULL));
	kill_link(w);
	assert_false(db_commit(w->db));
	assert_failed(w->c, E_busy);
	assert_true(db_may_replay(w->db));
	db_rollback(w->db);
	assert_int_equal(count(w), 0);
}

static void
a_commit_without_an_answer_is_uncertain(void **state)
{
	struct world *w = *state;
	struct timespec pause = {1, 0};

	config.timeout = 1;
	db_close(w->db);
	w->db = db_open(&config);
	db_use(w->db, w->c);
	ok(w, db_begin(w->db));
	ok(w, insert(w->db, 1, NULL));
	assert_int_equal(kill(server, SIGSTOP), 0);
	assert_false(db_commit(w->db));
	assert_int_equal(kill(server, SIGCONT), 0);
	assert_failed(w->c, E_uncertain);
	assert_false(db_may_replay(w->db));
	config.timeout = 5;
	(void)nanosleep(&pause, NULL);
	assert_int_equal(count(w), 1);	/* this time it did happen */
}

static void
a_single_change_without_an_answer_is_uncertain(void **state)
{
	struct world *w = *state;
	struct timespec pause = {1, 0};

	config.timeout = 1;
	db_close(w->db);
	w->db = db_open(&config);
	db_use(w->db, w->c);
	ok(w, insert(w->db, 1, NULL));
	assert_int_equal(kill(server, SIGSTOP), 0);
	assert_false(insert(w->db, 2, NULL));
	assert_failed(w->c, E_uncertain);
	assert_false(db_may_replay(w->db));
	assert_int_equal(kill(server, SIGCONT), 0);
	config.timeout = 5;
	(void)nanosleep(&pause, NULL);
	assert_int_equal(count(w), 2);
}

static void
a_question_without_an_answer_is_busy_and_may_be_asked_again(void **state)
{
	struct world *w = *state;
	int64_t n;

	config.timeout = 1;
	db_close(w->db);
	w->db = db_open(&config);
	db_use(w->db, w->c);
	assert_int_equal(count(w), 0);
	assert_int_equal(kill(server, SIGSTOP), 0);
	assert_false(db_int(w->db, SQL_thing_count, NO_ARGS, &n));
	assert_failed(w->c, E_busy);
	assert_true(db_may_replay(w->db));
	assert_int_equal(kill(server, SIGCONT), 0);
	config.timeout = 5;
	assert_int_equal(count(w), 0);
}

static void
without_a_server_it_is_busy_at_once_and_tries_each_second(void **state)
{
	struct world *w = *state;
	struct db_config late = config;
	struct timespec pause = {1, 50000000};
	struct db *db;
	int64_t start;

	late.socket = fresh_name(w);
	db = db_open(&late);
	db_use(db, w->c);
	assert_false(db_ready(db));
	assert_failed(w->c, E_busy);
	assert_int_equal(symlink(config.socket, late.socket), 0);
	start = clock_mono_us();
	assert_false(db_ready(db));
	assert_failed(w->c, E_busy);
	assert_false(db_begin(db));
	assert_failed(w->c, E_busy);
	assert_true(clock_mono_us() - start < 50000);
	(void)nanosleep(&pause, NULL);
	ok(w, db_ready(db));
	db_close(db);
	assert_int_equal(unlink(late.socket), 0);
}

/* ---- several hosts ---- */

static void
a_list_of_hosts_is_right_or_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *host, *socket, *ca, *wrong;
	} lists[] = {
		{NULL, "/a", NULL, NULL},
		{"", "/a, /b/c,/d", NULL, NULL},
		{"localhost", NULL, NULL, NULL},
		{"127.0.0.1:3307, ::1, [::1]:3308", NULL, NULL, NULL},
		{"db1, db2:3307", NULL, "/ca", NULL},
		{NULL, NULL, NULL, "neither"},
		{NULL, "/a,", NULL, "missing"},
		{NULL, ",/a", NULL, "missing"},
		{NULL, "/a, ,/b", NULL, "missing"},
		{"db1", NULL, NULL, "db_tls_ca is needed for db1"},
		{"localhost, db2", NULL, "", "db_tls_ca is needed for db2"},
		{"db1:", NULL, "/ca", "\"db1:\" is not"},
		{"db1:0", NULL, "/ca", "\"db1:0\" is not"},
		{"db1:65536", NULL, "/ca", "\"db1:65536\" is not"},
		{"db1:x", NULL, "/ca", "\"db1:x\" is not"},
		{"[::1:3306", NULL, "/ca", "\"[::1:3306\" is not"},
		{"[]:3306", NULL, "/ca", "\"[]:3306\" is not"},
		{NULL, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", NULL, "more"},
	};
	struct world *w = *state;

	for (size_t i = 0; i < countof(lists); i++) {
		struct db_config c = {.host = lists[i].host,
			.socket = lists[i].socket, .tls_ca = lists[i].ca};
		const char *wrong = db_config_wrong(w->c->arena, &c);

		if (lists[i].wrong == NULL)
			assert_null(wrong);
		else
			assert_non_null(strstr(wrong, lists[i].wrong));
	}
}

static void
the_next_host_stands_in_until_the_first_is_there(void **state)
{
	struct world *w = *state;
	struct db_config two = config;
	struct timespec pause = {5, 50000000};
	const char *home = fresh_name(w);
	struct db *db;
	int64_t away, at_home;

	two.socket = arena_printf(w->c->arena, "%s, %s", home, config.socket);
	db = db_open(&two);
	db_use(db, w->c);
	ok(w, db_int(db, SQL_connection, NO_ARGS, &away));
	db_go_home(db);
	assert_int_equal(symlink(config.socket, home), 0);
	(void)nanosleep(&pause, NULL);
	db_go_home(db);
	ok(w, db_int(db, SQL_connection, NO_ARGS, &at_home));
	assert_true(at_home != away);
	db_go_home(db);
	ok(w, db_int(db, SQL_connection, NO_ARGS, &away));
	assert_true(at_home == away);
	db_close(db);
	assert_int_equal(unlink(home), 0);
}

static void
a_server_that_takes_no_changes_is_not_used(void **state)
{
	struct world *w = *state;
	struct db *db = db_open(&config);

	ok(w, db_exec(w->db, SQL_read_only, ARGS(ARG(on, true)), NULL));
	db_use(db, w->c);
	assert_false(db_ready(db));
	assert_non_null(strstr(w->c->err.why, "read-only"));
	assert_failed(w->c, E_busy);
	ok(w, db_exec(w->db, SQL_read_only, ARGS(ARG(on, false)), NULL));
	db_close(db);
}

static void
a_host_elsewhere_without_a_ca_is_refused(void **state)
{
	struct world *w = *state;
	struct db_config elsewhere = {.host = "192.0.2.1", .port = 3306,
		.name = "x", .user = "x", .password = "x", .timeout = 1};
	struct db *db = db_open(&elsewhere);

	db_use(db, w->c);
	assert_false(db_ready(db));
	assert_non_null(strstr(w->c->err.why, "db_tls_ca"));
	assert_failed(w->c, E_busy);
	db_close(db);
}

static void
statistics_count_statements_and_time(void **state)
{
	struct world *w = *state;

	db_use(w->db, w->c);
	ok(w, db_exec(w->db, SQL_nap, NO_ARGS, NULL));
	assert_int_equal(db_stats(w->db).statements, 1);
	assert_true(db_stats(w->db).us >= 600000);
	assert_string_equal(db_last(w->db), "nap");
	db_use(w->db, w->c);
	assert_int_equal(db_stats(w->db).statements, 0);
}

#define DB(F)	cmocka_unit_test_setup_teardown(F, setup, teardown)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		DB(values_of_all_types_come_back_as_they_went),
		DB(null_is_absent_both_ways),
		DB(a_row_after_a_null_row_is_whole_again),
		DB(long_text_is_never_cut),
		DB(too_long_text_is_an_error_and_not_a_shorter_text),
		DB(arguments_bind_by_name_wherever_they_stand),
		DB(quoted_colons_and_semicolons_are_text),
		DB(one_number_of_no_row_or_of_null_is_zero),
		DB(a_missing_row_is_not_found_and_leaves_the_output_alone),
		DB(changed_counts_the_rows_that_were_found),
		DB(a_duplicate_names_the_key),
		DB(many_rows_go_in_one_go),
		DB(many_rows_that_were_outrun_may_be_made_anew),
		DB(the_session_is_strict_utf8_and_utc),
		DB(a_statement_that_takes_too_long_is_busy),
		DB(savepoints_undo_one_item_and_nest),
		DB(a_rollback_leaves_nothing),
		DB(a_deadlock_may_be_replayed_by_the_one_who_lost),
		DB(a_lock_wait_gives_up_the_whole_transaction),
		DB(a_link_that_died_between_calls_is_replaced_unnoticed),
		DB(a_link_lost_in_a_transaction_is_busy_and_nothing_escapes),
		DB(a_link_seen_dead_before_commit_left_nothing),
		DB(a_commit_without_an_answer_is_uncertain),
		DB(a_single_change_without_an_answer_is_uncertain),
		DB(a_question_without_an_answer_is_busy_and_may_be_asked_again),
		DB(without_a_server_it_is_busy_at_once_and_tries_each_second),
		DB(a_list_of_hosts_is_right_or_refused_with_a_sentence),
		DB(the_next_host_stands_in_until_the_first_is_there),
		DB(a_server_that_takes_no_changes_is_not_used),
		DB(a_host_elsewhere_without_a_ca_is_refused),
		DB(statistics_count_statements_and_time),
	};
	const char *pid = getenv("DBTEST_PID");

	config.socket = getenv("DBTEST_SOCKET");
	if (config.socket == NULL || pid == NULL) {
		fprintf(stderr, "dbtest: DBTEST_SOCKET and DBTEST_PID name the "
		    "server to test with\n");
		return 2;
	}
	server = (pid_t)strtol(pid, NULL, 10);
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
