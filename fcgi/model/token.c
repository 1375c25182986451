/* SPDX-License-Identifier: MIT */
#include "model/token.h"

#include "crypt/crypt.h"

#include <string.h>

#define MOST_LIVE	10

RECORD_TABLE(token_row, TOKEN_ROW);

static struct bytes
hash_for(struct call *c, const char *purpose, const char *token)
{
	struct token_hash h = token_hash(purpose, token);

	return (struct bytes){(const unsigned char *)arena_memdup(call_arena(c),
	    h.b, sizeof(h.b)), sizeof(h.b)};
}

static const char *
page_of(const char *purpose)
{
	if (strcmp(purpose, "password_reset") == 0)
		return "reset";
	return strcmp(purpose, "email_change") == 0 ? "confirm" : "invite";
}

/* The eleventh live link of an invitation takes the oldest one with it. */
static bool
trim_invitation(struct call *c, const struct token_new *t, struct bytes hash)
{
	int64_t others;

	if (!db_int(c->db, SQL_token_count_invitation, ARGS(
	    ARG(tenant_id, t->tenant_id), ARG(invitation_id, t->invitation_id),
	    ARG(hash, hash), TIME(now, c->ctx.now)), &others))
		return false;
	return others < MOST_LIVE || db_exec(c->db,
	    SQL_token_revoke_oldest_invitation, ARGS(TIME(now, c->ctx.now),
	    ARG(tenant_id, t->tenant_id), ARG(invitation_id, t->invitation_id),
	    ARG(hash, hash), ARG(excess, others - MOST_LIVE + 1)), NULL);
}

static bool
trim_account(struct call *c, const struct token_new *t, struct bytes hash)
{
	int64_t others;

	if (!db_int(c->db, SQL_token_count_account, ARGS(
	    ARG(account_id, t->account_id), ARG(purpose, t->purpose),
	    ARG(hash, hash), TIME(now, c->ctx.now)), &others))
		return false;
	return others < MOST_LIVE || db_exec(c->db,
	    SQL_token_revoke_oldest_account, ARGS(TIME(now, c->ctx.now),
	    ARG(account_id, t->account_id), ARG(purpose, t->purpose),
	    ARG(hash, hash), ARG(excess, others - MOST_LIVE + 1)), NULL);
}

bool
token_issue(struct call *c, const struct token_new *t, const char *host,
	    const char **out_url)
{
	const char *token = token_make(call_arena(c), "");
	struct bytes hash = hash_for(c, t->purpose, token);

	if (!db_exec(c->db, SQL_token_insert, ARGS(ARG(hash, hash),
	    ARG(purpose, t->purpose), ARG(account_id, t->account_id),
	    ARG(tenant_id, t->tenant_id), ARG(host_id, t->host_id),
	    ARG(invitation_id, t->invitation_id), ARG(email, t->email),
	    TIME(now, c->ctx.now), TIME(expires_at, t->expires_at)), NULL))
		return false;
	if (!(id_is_null(t->invitation_id) ? trim_account(c, t, hash) :
	    trim_invitation(c, t, hash)))
		return false;
	*out_url = arena_printf(call_arena(c), "https://%s/%s#%s", host,
	    page_of(t->purpose), token);
	return true;
}

bool
token_get(struct call *c, const char *token, struct token_row *out)
{
	struct tenant_row host;
	struct token_row r;
	bool found;

	if (!tenant_of_host(c, &host) || !db_opt(c->db, SQL_token_find, ARGS(
	    ARG(invitation, hash_for(c, "invitation", token)),
	    ARG(access_link, hash_for(c, "access_link", token)),
	    ARG(password_reset, hash_for(c, "password_reset", token)),
	    ARG(email_change, hash_for(c, "email_change", token))), token_row,
	    &r, &found))
		return false;
	if (!found || !id_equal(r.host_id, host.id))
		return fail(&c->ctx, E_token_unknown, "%s", found ?
		    "of another host" : "no such token");
	if (r.used_at != INT_ABSENT)
		return fail(&c->ctx, E_token_used, "used");
	if (r.revoked_at != INT_ABSENT)
		return fail(&c->ctx, E_token_revoked, "revoked");
	if (r.expires_at <= c->ctx.now)
		return fail(&c->ctx, E_token_expired, "expired");
	*out = r;
	return true;
}

bool
token_use(struct call *c, const struct token_row *t)
{
	int64_t used;

	if (!db_exec(c->db, SQL_token_use, ARGS(TIME(now, c->ctx.now),
	    ARG(hash, t->hash)), &used))
		return false;
	return used == 1 || fail(&c->ctx, E_token_used, "somebody was faster");
}

bool
token_revoke_invitation(struct call *c, struct id tenant, struct id invitation)
{
	return db_exec(c->db, SQL_token_revoke_invitation, ARGS(
	    TIME(now, c->ctx.now), ARG(tenant_id, tenant),
	    ARG(invitation_id, invitation)), NULL);
}

bool
token_revoke_account(struct call *c, struct id account, const char *purpose)
{
	return db_exec(c->db, SQL_token_revoke_account, ARGS(
	    TIME(now, c->ctx.now), ARG(account_id, account),
	    ARG(purpose, purpose)), NULL);
}
