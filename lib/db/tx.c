/* SPDX-License-Identifier: MIT */
#include "db/sqlerr.h"

#include "base/clock.h"
#include "base/log.h"

#include <assert.h>
#include <stdio.h>

/* A command of the transaction itself.  Before COMMIT nothing lasts, so that
 * none of the others leaves anything in doubt. */
static bool
command(struct db *db, const char *text)
{
	int64_t start = clock_mono_us();
	bool ok;

	db->last = text;
	ok = conn_command(db, text);
	db->stats.us += clock_mono_us() - start;
	return ok || sqlerr_fail(db, text, mysql_errno(db->link),
	    mysql_error(db->link), false);
}

bool
db_begin(struct db *db)
{
	assert(!db->in_tx);
	db->may_replay = false;
	if (!conn_ready(db) || !command(db, "START TRANSACTION"))
		return false;
	db->in_tx = true;
	return true;
}

static void
over(struct db *db)
{
	db->in_tx = false;
	db->doomed = false;
	db->savepoints = 0;
}

void
db_rollback(struct db *db)
{
	if (!db->in_tx)
		return;
	over(db);
	if (db->link != NULL && !conn_command(db, "ROLLBACK"))
		conn_drop(db);
}

/* A node that has just left its cluster may have told the others of the commit that it
 * refuses here. */
static bool
is_still_a_node(struct db *db)
{
	const char *why;

	return !db->is_node || server_state(db->ctx->arena, db->link, &why) !=
	    SERVER_USELESS;
}

/* With each answer the server says whether a transaction is open.  If it is not, what came
 * since was kept statement by statement: nobody may be told that all is well. */
static bool
is_whole(struct db *db)
{
	if (db->link->server_status & SERVER_STATUS_IN_TRANS)
		return true;
	log_event(LOG_ERROR_, "db.torn", "statement=%s", db->last);
	(void)fail(db->ctx, E_uncertain, "the transaction is gone");
	over(db);
	return false;
}

/* A link that died before COMMIT was sent took the transaction with it, and one
 * that dies afterwards leaves us in doubt: look before sending. */
bool
db_commit(struct db *db)
{
	bool ok;

	assert(db->in_tx && db->savepoints == 0);
	if (!conn_ready(db)) {
		db_rollback(db);
		return false;
	}
	if (!conn_is_alive(db)) {
		conn_drop(db);
		over(db);
		db->may_replay = true;
		return fail_retry(db->ctx, E_busy, 1);
	}
	if (!is_whole(db))
		return false;
	ok = command(db, "COMMIT");
	if (!ok && (db->link == NULL || !is_still_a_node(db)))
		(void)sqlerr_uncertain(db);
	if (ok)
		over(db);
	else
		db_rollback(db);
	return ok;
}

/* Savepoints nest; one of the same name would replace that of an outer level. */
static bool
savepoint_command(struct db *db, const char *verb)
{
	char text[64];

	assert(db->in_tx);
	snprintf(text, sizeof(text), "%s s%u", verb, db->savepoints);
	if (!conn_ready(db))
		return false;
	if (conn_command(db, text))
		return true;
	return sqlerr_fail(db, verb, mysql_errno(db->link),
	    mysql_error(db->link), false);
}

bool
db_savepoint(struct db *db)
{
	if (!savepoint_command(db, "SAVEPOINT"))
		return false;
	db->savepoints++;
	return true;
}

static bool
leave(struct db *db, const char *verb)
{
	assert(db->savepoints > 0);
	db->savepoints--;
	return savepoint_command(db, verb);
}

bool
db_release(struct db *db)
{
	return leave(db, "RELEASE SAVEPOINT");
}

bool
db_rewind(struct db *db)
{
	return leave(db, "ROLLBACK TO SAVEPOINT");
}
