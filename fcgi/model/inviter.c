/* SPDX-License-Identifier: MIT */
#include "model/inviter.h"

struct offered {
	const struct tenant_row *tenant;
	const struct role_row *role;
	struct strs permissions;
};

struct candidates {
	const struct caller_row *at;
	size_t n;
};

static bool
find(struct call *c, struct id by, const struct tenant_row *t,
     struct candidates *out)
{
	if (id_kind(by) == KIND_key)
		return db_all(c->db, SQL_inviter_key, ARGS(ARG(id, by),
		    TIME(now, c->ctx.now)), caller_row, out);
	return db_all(c->db, SQL_inviter_member, ARGS(ARG(account_id, by),
	    TIME(now, c->ctx.now), ARG(tenant_id, t->id),
	    ARG(msp_id, t->msp_id)), caller_row, out);
}

/* The rules of inviting, asked as if WHO called. */
static bool
ask_as(struct call *c, struct caller *who, const struct offered *o, bool *may)
{
	struct caller *self = c->who;
	struct error refusal;

	if (!caller_covers(who, o->tenant) ||
	    !caller_may(who, PERM_invitation_create, o->tenant)) {
		*may = false;
		return true;
	}
	c->who = who;
	*may = role_may_assign(c, o->tenant, o->role, "role") &&
	    role_may_grant(c, o->tenant, o->permissions, "permissions");
	c->who = self;
	if (*may)
		return true;
	if (c->ctx.err.code != E_role_not_assignable &&
	    c->ctx.err.code != E_grant_not_held)
		return false;
	err_take(&c->ctx, &refusal);
	return true;
}

bool
inviter_check(struct call *c, struct id by, const struct tenant_row *t,
	      const struct role_row *role, struct strs permissions)
{
	const struct offered o = {t, role, permissions};
	struct candidates all;
	bool may = id_is_null(by);

	if (may)
		return true;
	if (!find(c, by, t, &all))
		return false;
	for (size_t i = 0; i < all.n && !may; i++) {
		struct caller who;

		if (!caller_row_is_open(&all.at[i]))
			continue;
		caller_of_row(c, id_kind(by) == KIND_key ? CALLER_api_key :
		    CALLER_user, &all.at[i], &who);
		if (!ask_as(c, &who, &o, &may))
			return false;
	}
	return may || fail(&c->ctx, E_inviter_lost_right, "no longer");
}
