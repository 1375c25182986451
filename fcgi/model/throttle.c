/* SPDX-License-Identifier: MIT */
#include "model/throttle.h"

#include "model/account.h"
#include "model/device.h"

#define THROTTLE_ROW(F, T)	F(T, time, next_at)
RECORD(throttle_row, THROTTLE_ROW);

/* How often to look again when others change the same row in between. */
#define MOST_LOOKS	5

static struct bytes
key_bytes(const struct throttle *t)
{
	return (struct bytes){t->key.b, sizeof(t->key.b)};
}

static void
throttle_of_address(struct call *c, const char *email, struct throttle *out)
{
	out->key = token_hash("throttle", account_email_key(call_arena(c),
	    email));
}

void
throttle_of_name(const char *name, struct throttle *out)
{
	out->key = token_hash("throttle", name);
}

bool
throttle_of(struct call *c, const char *email, struct throttle *out)
{
	bool found;

	if (!device_find(c, email, &out->key, &found))
		return false;
	if (!found)
		throttle_of_address(c, email, out);
	return true;
}

/* One of three: counted, held back, or nobody has tried before. */
static bool
count_once(struct call *c, const struct throttle *t, bool *counted,
	   int64_t *wait)
{
	struct throttle_row row;
	int64_t changed;
	bool found, duplicate;

	*counted = true;
	*wait = 0;
	if (!db_exec(c->db, SQL_throttle_count, ARGS(TIME(now, c->ctx.now),
	    ARG(key_hash, key_bytes(t))), &changed))
		return false;
	if (changed == 1)
		return true;
	if (!db_opt(c->db, SQL_throttle_find, ARGS(ARG(key_hash, key_bytes(t))),
	    throttle_row, &row, &found))
		return false;
	if (found) {
		*counted = false;
		*wait = row.next_at - c->ctx.now;
		return true;
	}
	if (!db_try(c->db, SQL_throttle_insert, ARGS(ARG(key_hash, key_bytes(t)),
	    TIME(now, c->ctx.now)), &duplicate, NULL))
		return false;
	*counted = !duplicate;
	return true;
}

bool
throttle_count(struct call *c, const struct throttle *t, int64_t *wait)
{
	bool counted;

	for (int i = 0; i < MOST_LOOKS; i++) {
		if (!count_once(c, t, &counted, wait))
			return false;
		if (counted || *wait > 0)
			return true;
	}
	return fail_retry(&c->ctx, E_busy, 1);
}

bool
throttle_uncount(struct call *c, const struct throttle *t)
{
	return db_exec(c->db, SQL_throttle_uncount, ARGS(TIME(now, c->ctx.now),
	    ARG(key_hash, key_bytes(t))), NULL);
}

bool
throttle_clear(struct call *c, const struct throttle *t)
{
	return db_exec(c->db, SQL_throttle_clear, ARGS(TIME(now, c->ctx.now),
	    ARG(key_hash, key_bytes(t))), NULL);
}

bool
throttle_clear_address(struct call *c, const char *email)
{
	struct throttle t;

	throttle_of_address(c, email, &t);
	return throttle_clear(c, &t);
}

bool
throttle_wait(struct call *c, const char *email, int64_t *out)
{
	struct throttle_row row;
	struct throttle t;
	bool found;

	throttle_of_address(c, email, &t);
	if (!db_opt(c->db, SQL_throttle_find, ARGS(ARG(key_hash, key_bytes(&t))),
	    throttle_row, &row, &found))
		return false;
	*out = found && row.next_at > c->ctx.now ? row.next_at - c->ctx.now : 0;
	return true;
}
