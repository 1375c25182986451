/* SPDX-License-Identifier: MIT */
#include "model/device.h"

#include "model/account.h"

#define COOKIE		"__Host-tenantry-device"
#define LIFE_SECONDS	((int64_t)180 * 24 * 3600)

#define DEVICE_ROW(F, T)	F(T, id, account_id)
RECORD(device_row, DEVICE_ROW);

static struct bytes
hash_bytes(const struct token_hash *h)
{
	return (struct bytes){h->b, sizeof(h->b)};
}

bool
device_remember(struct call *c, struct id account)
{
	const char *token = token_make(call_arena(c), "");
	struct token_hash hash = token_hash("device", token);

	c->set_cookie2 = arena_printf(call_arena(c), COOKIE "=%s; Path=/; "
	    "Secure; HttpOnly; SameSite=Lax; Max-Age=%lld", token,
	    (long long)LIFE_SECONDS);
	return db_exec(c->db, SQL_device_insert, ARGS(
	    ARG(hash, hash_bytes(&hash)), ARG(account_id, account),
	    TIME(now, c->ctx.now),
	    TIME(expires_at, c->ctx.now + LIFE_SECONDS)), NULL);
}

bool
device_find(struct call *c, const char *email, struct token_hash *key,
	    bool *found)
{
	const char *token = request_cookie(call_arena(c), c->request, COOKIE);
	struct token_hash hash;
	struct device_row row;

	if (token == NULL) {
		*found = false;
		return true;
	}
	hash = token_hash("device", token);
	*key = hash;
	return db_opt(c->db, SQL_device_of, ARGS(ARG(hash, hash_bytes(&hash)),
	    TIME(now, c->ctx.now), ARG(email_key, account_email_key(
	    call_arena(c), email))), device_row, &row, found);
}

bool
device_forget_all(struct call *c, struct id account)
{
	return db_exec(c->db, SQL_device_delete_account, ARGS(
	    ARG(account_id, account)), NULL);
}
