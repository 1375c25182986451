/* SPDX-License-Identifier: MIT */
/*
 * conn — the one link to the server, and what this folder shares about it.
 *
 * A link is opened when it is first needed and dropped at the first doubt: what
 * was prepared on it goes with it, and the server rolls back what was open.
 */
#ifndef DB_CONN_H
#define DB_CONN_H

#include "db/compiled.h"
#include "db/host.h"
#include "db/server.h"

struct prepared;

struct db {
	const struct db_config *config;
	struct arena *own;		/* the db itself */
	struct hosts hosts;
	const char *wrong;		/* with the list of them; NULL: nothing */
	MYSQL *link;			/* NULL: there is none now */
	unsigned links;			/* that were opened so far */
	struct host *host;		/* of the link */
	int64_t asked_us;		/* when it was last ready for a statement */
	bool is_node;			/* it is one of a cluster */
	int64_t home_after;		/* monotonic; the next look at an earlier host */
	struct arena *kept;		/* what lives as long as the link */
	struct prepared **prepared;	/* by enum sql, NULL until first used */

	struct ctx *ctx;		/* the call that is served */
	bool seen_alive;		/* the link, in this call */
	bool caught_up;			/* the node, since this call began */
	bool may_replay;
	const char *last;
	const char *duplicate;		/* the key that the last statement violated */
	struct db_stats stats;
	unsigned *runs;			/* of each statement in this call */

	_Atomic int64_t *alive_us;	/* NULL: nobody watches */
	struct db_errors *errors;	/* NULL: nobody counts */

	bool in_tx;
	bool doomed;			/* the server gave the transaction up */
	unsigned savepoints;
};

/* Connected, and not in a transaction that is lost already.  Fails with busy. */
MUST_USE bool conn_ready(struct db *);

/* False if the link is known to be dead: what is sent now will not be run. */
bool conn_is_alive(const struct db *);

void conn_drop(struct db *);

/* What was asked last got no answer: if that took long, nobody waits for this host again
 * before it has answered somebody. */
void conn_unanswered(struct db *);

/* The link's host is of no use now: dropped, and the others first for a while. */
void conn_leave(struct db *);

/* Runs a command that gives no rows, over a ready link.  Text comes from this
 * folder and from sql/, never from a caller.  Errors are the caller's to tell. */
MUST_USE bool conn_command(struct db *, const char *text);

#endif
