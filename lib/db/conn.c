/* SPDX-License-Identifier: MIT */
#include "db/conn.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/stmt.h"

#include <assert.h>
#include <errno.h>
#include <sys/socket.h>

#include <mysqld_error.h>

#define CONNECT_SECONDS	2
#define BREAKER_US	1000000
#define ANSWER_SECONDS	2	/* for the answer to "took too long" to arrive */

/* Servers that do not know them are older or built without a cluster. */
static const char *const optional[] = {
	"innodb_snapshot_isolation=ON",
	"wsrep_sync_wait=1",
};

struct db *
db_open(const struct db_config *config)
{
	struct arena *own = arena_open();
	struct db *db = arena_new(own, struct db);

	db->own = own;
	db->config = config;
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
	db->seen_alive = false;
	db->may_replay = false;
	db->stats = (struct db_stats){0};
	memset(db->runs, 0, statement_count * sizeof(*db->runs));
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

static bool
is_said(const char *text)
{
	return text != NULL && *text != '\0';
}

static bool
is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	    strncmp(host, "127.", 4) == 0;
}

/* A certificate that is not verified protects from nobody: either the link is
 * verified or it does not leave the machine. */
static bool
set_peer(MYSQL *link, const struct db_config *c)
{
	unsigned protocol = is_said(c->host) ?
	    MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
	const my_bool verify = 1;

	mysql_optionsv(link, MYSQL_OPT_PROTOCOL, &protocol);
	if (!is_said(c->host))
		return true;
	if (!is_said(c->tls_ca))
		return is_loopback(c->host);
	mysql_optionsv(link, MYSQL_OPT_SSL_CA, c->tls_ca);
	mysql_optionsv(link, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
	mysql_optionsv(link, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3");
	return true;
}

static void
set_options(MYSQL *link, const struct db_config *c)
{
	const unsigned wait = CONNECT_SECONDS, none = 0;
	const my_bool no = 0, yes = 1;

	mysql_optionsv(link, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_optionsv(link, MYSQL_OPT_RECONNECT, &no);
	mysql_optionsv(link, MYSQL_OPT_LOCAL_INFILE, &none);
	mysql_optionsv(link, MYSQL_REPORT_DATA_TRUNCATION, &yes);
	mysql_optionsv(link, MYSQL_OPT_CONNECT_TIMEOUT, &wait);
	mysql_optionsv(link, MYSQL_OPT_READ_TIMEOUT, &c->timeout);
	mysql_optionsv(link, MYSQL_OPT_WRITE_TIMEOUT, &c->timeout);
	mysql_optionsv(link, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name",
	    PACKAGE_NAME);
}

/* One round trip; another one for each variable that the server does not know.
 * A statement must give up before the link does.  A join buffer would have all rows of a
 * tenant read and sorted before the first of a page is known. */
static bool
set_session(MYSQL *link, struct arena *a, unsigned timeout)
{
	unsigned left = (1u << countof(optional)) - 1;

	for (;;) {
		unsigned unknown = 0;
		struct buf b;

		buf_init(&b, a);
		buf_printf(&b, "SET collation_connection='utf8mb4_nopad_bin', "
		    "sql_mode='STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
		    "NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', "
		    "time_zone='+00:00', tx_isolation='REPEATABLE-READ', "
		    "innodb_lock_wait_timeout=2, lock_wait_timeout=5, "
		    "join_cache_level=0, "
		    "max_statement_time=%u", timeout > ANSWER_SECONDS ?
		    timeout - ANSWER_SECONDS : timeout);
		for (unsigned i = 0; i < countof(optional); i++)
			if (left & 1u << i)
				buf_printf(&b, ", %s", optional[i]);
		if (mysql_real_query(link, buf_text(&b), b.n) == 0)
			return true;
		for (unsigned i = 0; i < countof(optional); i++)
			if (left & 1u << i && strstr(mysql_error(link),
			    arena_memdup(a, optional[i],
			    strcspn(optional[i], "="))) != NULL)
				unknown |= 1u << i;
		if (mysql_errno(link) != ER_UNKNOWN_SYSTEM_VARIABLE ||
		    unknown == 0)
			return false;
		left &= ~unknown;
	}
}

static bool
link_up(struct db *db, MYSQL *link)
{
	const struct db_config *c = db->config;

	set_options(link, c);
	return mysql_real_connect(link, is_said(c->host) ? c->host : NULL,
	    c->user, c->password, c->name, c->port,
	    is_said(c->host) ? NULL : c->socket, CLIENT_FOUND_ROWS) != NULL &&
	    set_session(link, db->kept, c->timeout);
}

static bool
refused(struct db *db, MYSQL *link)
{
	log_event(LOG_WARN_, "db.connect", "errno=%u why=%s",
	    mysql_errno(link), log_quote(mysql_error(link)));
	(void)fail(db->ctx, E_busy, "no database: %s", mysql_error(link));
	db->ctx->err.retry_after = 1;
	mysql_close(link);
	arena_close(db->kept);
	db->kept = NULL;
	db->connect_after = clock_mono_us() + BREAKER_US;
	return false;
}

static bool
connect_now(struct db *db)
{
	MYSQL *link;

	if (clock_mono_us() < db->connect_after)
		return fail_retry(db->ctx, E_busy, 1);
	link = mysql_init(NULL);
	assert(link != NULL);
	if (!set_peer(link, db->config)) {
		mysql_close(link);
		return fail(db->ctx, E_busy, "db_tls_ca is needed for %s",
		    db->config->host);
	}
	db->kept = arena_open();
	if (!link_up(db, link))
		return refused(db, link);
	log_event(LOG_DEBUG_, "db.connect", "server=%s",
	    log_quote(mysql_get_server_info(link)));
	db->link = link;
	db->connect_after = 0;
	return true;
}

bool
conn_ready(struct db *db)
{
	assert(db->ctx != NULL);
	if (db->doomed)
		return fail(db->ctx, E_busy, "the transaction is lost");
	if (db->link != NULL && !db->seen_alive && !conn_is_alive(db))
		conn_drop(db);
	if (db->link == NULL && !connect_now(db))
		return false;
	db->seen_alive = true;
	return true;
}
