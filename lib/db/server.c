/* SPDX-License-Identifier: MIT */
#include "db/server.h"

#include "base/buf.h"

#include <assert.h>
#include <string.h>

#include <mysqld_error.h>

#define ANSWER_SECONDS	2	/* for the answer to "took too long" to arrive */

/* Servers that do not know them are older or built without a cluster. */
static const char *const optional[] = {
	"innodb_snapshot_isolation=ON",
	"wsrep_sync_wait=0",	/* server_catch_up() asks for it, once a call */
};

/* A certificate that is not verified protects from nobody: either the link is
 * verified or it does not leave the machine. */
static void
set_peer(MYSQL *link, const struct db_config *c, const struct host *h)
{
	unsigned protocol = h->name == NULL ?
	    MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
	const my_bool verify = 1;

	mysql_optionsv(link, MYSQL_OPT_PROTOCOL, &protocol);
	if (h->name == NULL || c->tls_ca == NULL || *c->tls_ca == '\0') {
		assert(host_is_this_machine(h));
		return;
	}
	mysql_optionsv(link, MYSQL_OPT_SSL_CA, c->tls_ca);
	mysql_optionsv(link, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
	mysql_optionsv(link, MARIADB_OPT_TLS_VERSION, "TLSv1.2,TLSv1.3");
}

static void
set_options(MYSQL *link, const struct db_config *c)
{
	const unsigned none = 0, wait = c->timeout == 1 ? 1 : CONNECT_SECONDS;
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

MYSQL *
server_connect(struct arena *a, const struct db_config *c, const struct host *h,
	  const char **why)
{
	MYSQL *link = mysql_init(NULL);

	assert(link != NULL);
	set_peer(link, c, h);
	set_options(link, c);
	if (mysql_real_connect(link, h->name, c->user, c->password, c->name,
	    h->port, h->socket, CLIENT_FOUND_ROWS) != NULL &&
	    set_session(link, a, c->timeout))
		return link;
	*why = arena_printf(a, "%u %s", mysql_errno(link), mysql_error(link));
	mysql_close(link);
	return NULL;
}

/* ---- clusters ---- */

/* Both tables can be read on a node that refuses everything else. */
static const char ask_state[] =
    "SELECT variable_name, variable_value"
    "  FROM information_schema.global_variables"
    " WHERE variable_name IN ('WSREP_ON', 'READ_ONLY')"
    " UNION ALL "
    "SELECT variable_name, variable_value"
    "  FROM information_schema.global_status"
    " WHERE variable_name IN ('WSREP_READY', 'WSREP_LOCAL_STATE')";

#define SYNCED	"4"

struct said {
	bool is_node, is_ready, is_synced, takes_no_changes;
};

static void
listen_to(struct said *s, const char *name, const char *value)
{
	if (strcasecmp(name, "WSREP_ON") == 0)
		s->is_node = strcmp(value, "ON") == 0;
	else if (strcasecmp(name, "WSREP_READY") == 0)
		s->is_ready = strcmp(value, "ON") == 0;
	else if (strcasecmp(name, "WSREP_LOCAL_STATE") == 0)
		s->is_synced = strcmp(value, SYNCED) == 0;
	else if (strcasecmp(name, "READ_ONLY") == 0)
		s->takes_no_changes = strcmp(value, "OFF") != 0;
}

static bool
ask(MYSQL *link, const char *text, struct said *s)
{
	MYSQL_RES *rows;
	MYSQL_ROW row;

	if (mysql_real_query(link, text, strlen(text)) != 0)
		return false;
	rows = mysql_store_result(link);
	if (rows == NULL)
		return false;
	while ((row = mysql_fetch_row(rows)) != NULL)
		if (s != NULL)
			listen_to(s, row[0], row[1]);
	mysql_free_result(rows);
	return true;
}

enum server_state
server_state(struct arena *a, MYSQL *link, const char **why)
{
	struct said s = {0};

	if (!ask(link, ask_state, &s))
		*why = arena_printf(a, "%u %s", mysql_errno(link),
		    mysql_error(link));
	else if (s.takes_no_changes)
		*why = "the server is read-only";
	else if (s.is_node && !s.is_ready)
		*why = "the node is not part of its cluster";
	else
		return !s.is_node ? SERVER_ALONE :
		    s.is_synced ? SERVER_SYNCED : SERVER_BEHIND;
	return SERVER_USELESS;
}

bool
server_catch_up(MYSQL *link)
{
	return ask(link, "SET STATEMENT wsrep_sync_wait=1 FOR SELECT 1", NULL);
}
