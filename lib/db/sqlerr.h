/* SPDX-License-Identifier: MIT */
/*
 * sqlerr — what the server's error numbers mean for a call.
 */
#ifndef DB_SQLERR_H
#define DB_SQLERR_H

#include "db/conn.h"

enum verdict {
	VERDICT_BUG,		/* ours, or the schema's */
	VERDICT_DUPLICATE,	/* a unique key was violated */
	VERDICT_BUSY,		/* not now */
	VERDICT_REPLAY,		/* the transaction is lost, another try may work */
	VERDICT_AWAY,		/* nothing was done: this server takes nothing now */
	VERDICT_DOUBT,		/* a commit that the other nodes may or may not have */
	VERDICT_LOST		/* the link is of no use any more */
};
enum verdict sqlerr_verdict(unsigned code);

/* The name of the key in the server's message about a duplicate. */
const char *sqlerr_key(struct arena *, const char *message);

/* What the link or a statement over it has just refused, as an error of the call
 * (busy, uncertain or internal); always false.  WRITES: it may have changed
 * something.  TEXT is the server's. */
bool sqlerr_fail(struct db *, const char *what, unsigned code, const char *text,
		 bool writes);

/* The failure that was just told leaves it open whether anything was done; false. */
bool sqlerr_uncertain(struct db *);

/* A mistake of ours that no input can cause: says it in the log and dies. */
NORETURN void sqlerr_bug(const struct db *, const char *why, ...) PRINTF(2, 3);

#endif
