/* SPDX-License-Identifier: MIT */
#include "db/sqlerr.h"

#include "base/clock.h"
#include "base/log.h"

#include <assert.h>
#include <stdio.h>

#include <mysqld_error.h>

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

/*
 * A node that another one has outrun gives up a transaction between two statements.  It should
 * say so at the next one; MariaDB at times runs a prepared statement instead, as if nothing had
 * been.  So there is a mark at the beginning of a unit, which goes with its transaction; what
 * comes after that is in a transaction too, as autocommit is off; and only a unit whose mark is
 * still there is committed.
 */
#define MARK	"SAVEPOINT unit"

static bool
open_unit(struct db *db)
{
	if (!db->is_node)
		return command(db, "START TRANSACTION");
	if (command(db, "SET autocommit=0") && command(db, MARK))
		return true;
	conn_drop(db);
	return false;
}

/* Whatever refuses it, there is nothing left that could be committed. */
static bool
close_unit(struct db *db)
{
	if (!db->is_node || conn_command(db, "RELEASE " MARK))
		return true;
	if (mysql_errno(db->link) != ER_SP_DOES_NOT_EXIST)
		return sqlerr_fail(db, MARK, mysql_errno(db->link),
		    mysql_error(db->link), false);
	log_event(LOG_INFO_, "db.torn", "statement=%s", db->last);
	(void)fail_retry(db->ctx, E_busy, 1);
	db->doomed = db->may_replay = true;
	return false;
}

static void
over(struct db *db)
{
	db->in_tx = false;
	db->doomed = false;
	db->savepoints = 0;
	if (db->is_node && db->link != NULL &&
	    !conn_command(db, "SET autocommit=1"))
		conn_drop(db);
}

bool
db_begin(struct db *db)
{
	assert(!db->in_tx);
	db->may_replay = false;
	if (!conn_ready(db) || !open_unit(db))
		return false;
	db->in_tx = true;
	return true;
}

/* What failed in a unit that was torn failed for that: it saw the half of what it had done. */
static void
look_for_reason(struct db *db)
{
	struct error failure;

	if (db->link == NULL || db->doomed || db->ctx->err.code == E_none)
		return;
	err_take(db->ctx, &failure);
	if (close_unit(db))
		db->ctx->err = failure;
}

void
db_rollback(struct db *db)
{
	if (!db->in_tx)
		return;
	look_for_reason(db);
	if (db->link != NULL && !conn_command(db, "ROLLBACK"))
		conn_drop(db);
	over(db);
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
	if (!close_unit(db)) {
		db_rollback(db);
		return false;
	}
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
