/* SPDX-License-Identifier: MIT */
#include "model/offer.h"

#include "model/membership.h"

#include <string.h>

RECORD_TABLE(offer_row, OFFER_ROW);

static bool
is_among(const char *choices, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = choices; ; p++) {
		size_t len = strcspn(p, "|");

		if (len == n && memcmp(p, word, n) == 0)
			return true;
		p += len;
		if (*p == '\0')
			return false;
	}
}

bool
link_open(struct call *c, const char *token, const char *purposes,
	  struct link *out)
{
	if (!token_get(c, token, &out->token))
		return false;
	if (!is_among(purposes, out->token.purpose))
		return fail(&c->ctx, E_token_unknown, "a token of %s",
		    out->token.purpose);
	if (!tenant_get(c, out->token.tenant_id, &out->tenant))
		return false;
	if (strcmp(out->tenant.status, "deleted") == 0)
		return fail(&c->ctx, E_token_unknown, "tenant is deleted");
	tenant_settings(c, &out->tenant, &out->settings);
	return tenant_is_open(c, &out->tenant) &&
	    account_get(c, out->token.account_id, &out->account);
}

bool
link_is_member(struct call *c, const struct link *l)
{
	struct memberships all;

	if (!membership_list(c, l->account.id, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (id_equal(all.at[i].tenant_id, l->tenant.id))
			return membership_is_open(c, &all.at[i]);
	return fail(&c->ctx, E_token_revoked, "no member any more");
}

bool
offer_get(struct call *c, const struct link *l, struct offer *out)
{
	bool found;

	if (!db_opt(c->db, SQL_offer_get, ARGS(
	    ARG(tenant_id, l->token.tenant_id),
	    ARG(id, l->token.invitation_id)), offer_row, &out->row, &found))
		return false;
	if (!found || strcmp(out->row.status, "revoked") == 0)
		return fail(&c->ctx, E_token_revoked, "invitation is gone");
	if (strcmp(out->row.status, "accepted") == 0)
		return fail(&c->ctx, E_token_used, "accepted by another link");
	if (strcmp(out->row.member_status, "inactive") == 0)
		return fail(&c->ctx, E_user_inactive, "deactivated since");
	/* One that is chosen here would open the other doors, too. */
	out->has_password = l->account.password_hash != NULL ||
	    out->row.elsewhere;
	return role_get(c, out->row.role_id, &out->role);
}

bool
offer_accept(struct call *c, const struct link *l, const struct offer *o)
{
	int64_t accepted, active;

	if (!token_use(c, &l->token) || !db_exec(c->db, SQL_offer_accept, ARGS(
	    TIME(now, c->ctx.now), ARG(tenant_id, o->row.tenant_id),
	    ARG(id, o->row.id)), &accepted))
		return false;
	if (accepted == 0)
		return fail(&c->ctx, E_token_used, "another link was faster");
	if (!db_exec(c->db, SQL_offer_activate, ARGS(
	    ARG(tenant_id, o->row.tenant_id),
	    ARG(account_id, o->row.account_id)), &active))
		return false;
	return active == 1 || fail(&c->ctx, E_user_inactive, "deactivated");
}

const char *
offer_inviter(struct call *c, const struct offer *o)
{
	const char *first = o->row.inviter_first_name;
	const char *last = o->row.inviter_last_name;

	if (first == NULL || last == NULL)
		return first != NULL ? first : last;
	return arena_printf(call_arena(c), "%s %s", first, last);
}

const char *
offer_first_name(const struct link *l, const struct offer *o)
{
	return l->account.first_name != NULL ? l->account.first_name :
	    o->row.first_name;
}

const char *
offer_last_name(const struct link *l, const struct offer *o)
{
	return l->account.last_name != NULL ? l->account.last_name :
	    o->row.last_name;
}
