/* SPDX-License-Identifier: MIT */
#include "db/sqlerr.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>

#include <errmsg.h>
#include <mysqld_error.h>

/* Numbers of the client library: whatever it was, the link is out of step. */
static bool
is_of_client(unsigned code)
{
	return (code >= CR_MIN_ERROR && code < 3000) || code >= 5000;
}

enum verdict
sqlerr_verdict(unsigned code)
{
	if (is_of_client(code))
		return VERDICT_LOST;
	switch (code) {
	case ER_DUP_ENTRY:
		return VERDICT_DUPLICATE;
	case ER_LOCK_DEADLOCK:
	case ER_LOCK_WAIT_TIMEOUT:
	case ER_CHECKREAD:		/* changed since our snapshot */
		return VERDICT_REPLAY;
	case ER_UNKNOWN_COM_ERROR:	/* a node that has left its cluster */
	case ER_OPTION_PREVENTS_STATEMENT:	/* read only: a fail-over */
		return VERDICT_AWAY;
	case ER_ERROR_DURING_COMMIT:	/* it left while it told the others */
		return VERDICT_DOUBT;
	case ER_SERVER_SHUTDOWN:
	case ER_CONNECTION_KILLED:
	case ER_UNKNOWN_STMT_HANDLER:
	case ER_NEED_REPREPARE:
	case ER_NET_READ_ERROR:
	case ER_NET_READ_INTERRUPTED:
	case ER_NET_PACKETS_OUT_OF_ORDER:
		return VERDICT_LOST;
	case ER_QUERY_INTERRUPTED:
	case ER_STATEMENT_TIMEOUT:
	case ER_CON_COUNT_ERROR:
	case ER_TOO_MANY_USER_CONNECTIONS:
	case ER_USER_LIMIT_REACHED:
	case ER_MAX_PREPARED_STMT_COUNT_REACHED:
	case ER_DISK_FULL:
	case ER_RECORD_FILE_FULL:
	case ER_OUTOFMEMORY:
		return VERDICT_BUSY;
	default:
		return VERDICT_BUG;
	}
}

/* "Duplicate entry 'x' for key 'name'": the entry may hold anything, quotes too,
 * so the name is read from the end. */
const char *
sqlerr_key(struct arena *a, const char *message)
{
	const char *end = strrchr(message, '\''), *p = end;

	if (end == NULL)
		return "";
	while (p > message && p[-1] != '\'')
		p--;
	return arena_memdup(a, p, (size_t)(end - p));
}

static bool
fail_busy(struct db *db, const char *what, unsigned code, const char *text)
{
	(void)fail(db->ctx, E_busy, "%s: %u %s", what, code, text);
	db->ctx->err.retry_after = 1;
	return false;
}

/* Where there are others, a host that was lost is not the one to ask next. */
static void
drop_after(struct db *db, enum verdict verdict)
{
	if (verdict == VERDICT_REPLAY)
		return;
	conn_unanswered(db);
	if (verdict == VERDICT_LOST && db->hosts.n == 1)
		conn_drop(db);
	else
		conn_leave(db);
}

void
db_count_errors(struct db *db, struct db_errors *errors)
{
	db->errors = errors;
}

/* Each number takes the first place that is free; what finds none is not told apart from
 * the last. */
static void
count(struct db_errors *all, unsigned code)
{
	size_t i = 0;

	for (; all != NULL && i < DB_MOST_ERRORS; i++) {
		unsigned free = 0;

		if (all->at[i].code == code ||
		    atomic_compare_exchange_strong(&all->at[i].code, &free,
		    code) || free == code || i == DB_MOST_ERRORS - 1) {
			all->at[i].n++;
			return;
		}
	}
}

bool
sqlerr_fail(struct db *db, const char *what, unsigned code, const char *text,
	    bool writes)
{
	enum verdict verdict = sqlerr_verdict(code);

	log_event(LOG_DEBUG_, "db.error", "what=%s errno=%u", what, code);
	db->may_replay = false;
	if (verdict != VERDICT_DUPLICATE)
		count(db->errors, code);
	switch (verdict) {
	case VERDICT_BUG:
		return fail(db->ctx, E_internal, "%s: %u %s", what, code, text);
	case VERDICT_DUPLICATE:	/* the entry itself belongs to somebody */
		db->duplicate = sqlerr_key(db->ctx->arena, text);
		return fail(db->ctx, E_internal, "%s: duplicate %s", what,
		    db->duplicate);
	case VERDICT_BUSY:
		return fail_busy(db, what, code, text);
	case VERDICT_REPLAY:
	case VERDICT_AWAY:
	case VERDICT_DOUBT:
	case VERDICT_LOST:
		break;
	}
	(void)fail_busy(db, what, code, text);
	drop_after(db, verdict);	/* TEXT may have been the link's */
	db->doomed = db->in_tx;
	db->may_replay = true;
	if (writes && !db->in_tx &&
	    (verdict == VERDICT_LOST || verdict == VERDICT_DOUBT))
		return sqlerr_uncertain(db);
	return false;
}

bool
sqlerr_uncertain(struct db *db)
{
	db->ctx->err.code = E_uncertain;
	db->ctx->err.retry_after = 0;
	db->may_replay = false;
	return false;
}

void
sqlerr_bug(const struct db *db, const char *why, ...)
{
	va_list args;

	va_start(args, why);
	log_event(LOG_ERROR_, "db.bug", "statement=%s why=%s", db->last,
	    log_quote(arena_vprintf(db->ctx->arena, why, args)));
	va_end(args);
	abort();
}
