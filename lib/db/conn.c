/* SPDX-License-Identifier: MIT */
#include "db/conn.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/stmt.h"

#include <assert.h>
#include <errno.h>
#include <sys/socket.h>

#define SECOND_US	INT64_C(1000000)
#define HOME_US		(5 * SECOND_US)	/* between two looks for a better host */
#define HANG_US		(3 * SECOND_US)	/* a server that is alive says more by then */

struct db *
db_open(const struct db_config *config)
{
	struct arena *own = arena_open();
	struct db *db = arena_new(own, struct db);

	db->own = own;
	db->config = config;
	db->wrong = hosts_parse(own, config, &db->hosts);
	db->last = "none";
	db->prepared = arena_array(own, statement_count, sizeof(*db->prepared));
	db->runs = arena_array(own, statement_count, sizeof(*db->runs));
	return db;
}

void
db_close(struct db *db)
{
	conn_drop(db);
	arena_close(db->own);
}

void
db_use(struct db *db, struct ctx *ctx)
{
	assert(!db->in_tx);
	db->ctx = ctx;
	db->seen_alive = db->caught_up = false;
	db->may_replay = false;
	db->stats = (struct db_stats){0};
	memset(db->runs, 0, statement_count * sizeof(*db->runs));
}

void
db_share(struct db *db, struct db_gates *gates)
{
	for (size_t i = 0; i < db->hosts.n; i++)
		db->hosts.at[i].gate = &gates->at[i];
}

bool
db_is_away(const struct db *db)
{
	for (size_t i = 0; i < db->hosts.n; i++)
		if (db->hosts.at[i].gate->not_before == 0)
			return false;
	return true;
}

void
db_watch(struct db *db, _Atomic int64_t *alive_us)
{
	db->alive_us = alive_us;
}

bool
db_ready(struct db *db)
{
	return conn_ready(db);
}

unsigned
db_link(const struct db *db)
{
	return db->links;
}

struct db_stats
db_stats(const struct db *db)
{
	return db->stats;
}

const char *
db_last(const struct db *db)
{
	return db->last;
}

bool
db_may_replay(const struct db *db)
{
	return db->may_replay;
}

void
conn_drop(struct db *db)
{
	if (db->link == NULL)
		return;
	/* First the link: a statement that has none is closed without a word. */
	mysql_close(db->link);
	db->link = NULL;
	stmt_drop_all(db);
	arena_close(db->kept);
	db->kept = NULL;
	db->caught_up = false;
}

bool
conn_command(struct db *db, const char *text)
{
	return mysql_real_query(db->link, text, strlen(text)) == 0;
}

/* Nobody has asked for anything: whatever the server says now is a farewell.
 * Under TLS it may also be a session ticket, so that only the end counts. */
bool
conn_is_alive(const struct db *db)
{
	char c;
	ssize_t n = recv(mysql_get_socket(db->link), &c, 1,
	    MSG_PEEK | MSG_DONTWAIT);

	if (n > 0)
		return mysql_get_ssl_cipher(db->link) != NULL;
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* ---- connecting ---- */

static void
adopt(struct db *db, struct host *h, MYSQL *link, struct arena *kept,
      enum server_state state)
{
	conn_drop(db);
	db->link = link;
	db->links++;
	db->kept = kept;
	db->host = h;
	db->is_node = state != SERVER_ALONE;
	db->home_after = clock_mono_us() + HOME_US;
	log_event(LOG_DEBUG_, "db.connect", "host=%s server=%s",
	    log_quote(h->label), log_quote(mysql_get_server_info(link)));
}

/* A host that cannot be used is left alone for a while; one that is BEHIND is not, as
 * there may be no other. */
static bool
try_host(struct db *db, struct host *h, bool synced_only, const char **why)
{
	struct arena *kept = arena_open();
	MYSQL *link = server_connect(kept, db->config, h, why);
	enum server_state state = link == NULL ? SERVER_USELESS :
	    server_state(kept, link, why);

	if (state != SERVER_USELESS)
		host_answers(h);
	if (state != SERVER_USELESS && !(synced_only && state == SERVER_BEHIND)) {
		adopt(db, h, link, kept, state);
		return true;
	}
	if (state == SERVER_USELESS) {
		*why = arena_strdup(db->ctx->arena, *why);
		log_event(LOG_WARN_, "db.connect", "host=%s why=%s",
		    log_quote(h->label), log_quote(*why));
		host_leave_alone(h);
	}
	if (link != NULL)
		mysql_close(link);
	arena_close(kept);
	return false;
}

/* One after the other, until the time is up that one of them may take. */
static bool
try_hosts(struct db *db, bool synced_only, int64_t until, const char **why)
{
	for (size_t i = 0; i < db->hosts.n; i++) {
		struct host *h = &db->hosts.at[i];

		if (host_may_try(h) &&
		    try_host(db, h, synced_only, why))
			return true;
		if (clock_mono_us() > until)
			return false;
	}
	return false;
}

static bool
connect_now(struct db *db)
{
	const char *why = db->wrong;
	int64_t until = clock_mono_us() + CONNECT_SECONDS * SECOND_US;

	if (why == NULL && (try_hosts(db, true, until, &why) ||
	    try_hosts(db, false, until, &why)))
		return true;
	if (why == NULL)
		return fail_retry(db->ctx, E_busy, 1);
	(void)fail(db->ctx, E_busy, "no database: %s", why);
	db->ctx->err.retry_after = 1;
	return false;
}

void
conn_unanswered(struct db *db)
{
	if (db->link != NULL && clock_mono_us() - db->asked_us > HANG_US)
		host_hangs(db->host);
}

void
conn_leave(struct db *db)
{
	if (db->link != NULL)
		host_leave_alone(db->host);
	conn_drop(db);
}

/* It is the first thing that a call does, so that nothing is lost if it has to be done
 * again elsewhere. */
static bool
catch_up(struct db *db)
{
	if (!db->is_node || db->caught_up)
		return true;
	db->caught_up = server_catch_up(db->link);
	if (db->caught_up)
		return true;
	log_event(LOG_WARN_, "db.behind", "host=%s why=%s",
	    log_quote(db->host->label), log_quote(mysql_error(db->link)));
	conn_leave(db);
	return false;
}

bool
conn_ready(struct db *db)
{
	int64_t until = clock_mono_us() +
	    (db->config->timeout + 1) * SECOND_US;

	assert(db->ctx != NULL);
	if (db->doomed)
		return fail(db->ctx, E_busy, "the transaction is lost");
	if (db->link != NULL && !db->seen_alive &&
	    (db->host->gate->hangs || !conn_is_alive(db)))
		conn_drop(db);
	do {
		if (db->link == NULL && !connect_now(db))
			return false;
		if (catch_up(db)) {
			db->seen_alive = true;
			db->asked_us = clock_mono_us();
			return true;
		}
	} while (clock_mono_us() < until);
	return fail_retry(db->ctx, E_busy, 1);
}

void
db_go_home(struct db *db)
{
	const struct host *now = db->host;
	const char *why;

	if (db->link == NULL || now == db->hosts.at ||
	    clock_mono_us() < db->home_after)
		return;
	for (struct host *h = db->hosts.at; h < now && db->host == now; h++)
		if (host_may_try(h))
			(void)try_host(db, h, true, &why);
	db->home_after = clock_mono_us() + HOME_US;
}
