/* SPDX-License-Identifier: MIT */
/*
 * score — what every process of the pool is doing, in memory they share.
 *
 * The parent makes it before it forks; each worker writes its own slot and adds
 * to the counters of the methods; the parent reads it to find who is stuck, and
 * any worker reads all of it for /metrics.  Numbers are atomic, texts are for
 * people and may be torn.
 */
#ifndef APP_SCORE_H
#define APP_SCORE_H

#include "base/buf.h"
#include "base/ctx.h"
#include "db/db.h"
#include "model/postman.h"

#include <sys/types.h>

#define SCORE_METHOD	48
#define SCORE_ID	65

enum slot_state { SLOT_FREE, SLOT_STARTING, SLOT_IDLE, SLOT_BUSY };

struct slot {
	_Atomic pid_t pid;
	_Atomic int state;
	_Atomic int64_t since_us;	/* when the state began or, since then, a
					 * statement ended; monotonic */
	_Atomic int64_t requests;	/* by this process */
	char method[SCORE_METHOD];
	char request_id[SCORE_ID];
};

/* Where a call's duration is counted: up to so many milliseconds, or beyond. */
#define SCORE_BOUNDS	{1, 2, 5, 10, 20, 50, 100, 250, 1000, 5000}
#define SCORE_BUCKETS	11

/* And how many calls a batch had: up to so many, or beyond. */
#define SCORE_BATCHES	{1, 2, 5, 10, 20}
#define SCORE_SIZES	6

struct tally {
	_Atomic int64_t by[ERR_COUNT];	/* E_none: it succeeded */
	_Atomic int64_t us;
	_Atomic int64_t bucket[SCORE_BUCKETS];
};

struct score {
	pid_t parent;
	dev_t dev;		/* place of the socket; ino 0: not ours */
	ino_t ino;
	const char *path;
	ino_t queue;		/* number of the socket itself; 0: not known */
	int64_t started_us;
	int64_t started;	/* seconds since 1970 */
	_Atomic int64_t restarts;	/* workers that died or were ended */
	_Atomic int64_t http_refused;	/* requests that never became a call */
	struct db_gates gates;
	_Atomic int64_t batch[SCORE_SIZES], batched;	/* batches; calls in them */
	struct meter statements;	/* of calls */
	struct meter hashes;		/* of passwords */
	struct db_errors db_errors;
	struct mail_meter mails;
	size_t slots, methods;
	struct slot *slot;
	struct tally *method;	/* in the order of the table of methods */
};

/* Shared by all that are forked afterwards.  Lives as long as the process. */
struct score *score_open(size_t slots, size_t methods);

void slot_start(struct slot *);
void slot_idle(struct slot *);
void slot_busy(struct slot *, const char *method, const char *request_id);
/* The call inside the request, once it is known. */
void slot_method(struct slot *, const char *method);
const char *slot_state_name(enum slot_state);

/* One call of the METHODth method is over; err E_none: it succeeded. */
void score_count(struct score *, size_t method, enum err, int64_t us);

/* A batch of N calls has come. */
void score_batch(struct score *, size_t n);

/* The socket's path still leads to the socket that this pool listens on. */
bool score_is_reachable(const struct score *);

#endif
