/* SPDX-License-Identifier: MIT */
#include "model/sweep.h"

#include "rpc/idempotency.h"

#define DAY		((int64_t)24 * 3600)
#define TOKEN_DAYS	30	/* for which it is told what became of a link */
#define MAIL_DAYS	90
#define STEP		1000	/* the LIMIT of the statements */

/* The least id that could be made at T: ids begin with their milliseconds. */
static struct bytes
id_of_time(struct arena *a, int64_t t)
{
	unsigned char *b = arena_alloc(a, sizeof(struct id));
	uint64_t ms = (uint64_t)t * 1000;

	for (int i = 5; i >= 0; i--, ms >>= 8)
		b[i] = (unsigned char)(ms & 0xff);
	return (struct bytes){b, sizeof(struct id)};
}

static bool
sweep_before(struct call *c, enum sql statement, int64_t before, bool *more)
{
	int64_t n;

	if (!db_exec(c->db, statement, ARGS(TIME(before, before)), &n))
		return false;
	*more |= n == STEP;
	return true;
}

static bool
sweep_mails(struct call *c, bool *more)
{
	int64_t n;

	if (!db_exec(c->db, SQL_mail_purge, ARGS(ARG(before, id_of_time(
	    call_arena(c), c->ctx.now - MAIL_DAYS * DAY))), &n))
		return false;
	*more |= n == STEP;
	return true;
}

bool
sweep(struct call *c, bool *more)
{
	int64_t now = c->ctx.now;

	*more = false;
	return sweep_before(c, SQL_session_purge, now, more) &&
	    sweep_before(c, SQL_token_purge, now - TOKEN_DAYS * DAY, more) &&
	    sweep_before(c, SQL_idempotency_purge, now - IDEMPOTENCY_SECONDS,
	    more) &&
	    sweep_before(c, SQL_throttle_purge, now - DAY, more) &&
	    sweep_before(c, SQL_device_purge, now, more) &&
	    sweep_mails(c, more);
}
