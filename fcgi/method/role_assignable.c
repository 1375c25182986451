/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#define IN(F, T)							\
	F(T, id, tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: the caller's own")
#define OUT(F, T)							\
	F(T, strs, roles, .doc = "Names of roles that the caller may give there") \
	F(T, strs, permissions, .doc = "Additional permissions that she may give there")
RECORD(role_assignable_in, IN);
RECORD(role_assignable_out, OUT);

METHOD(role_assignable, role_assignable_in, role_assignable_out,
	.name    = "role.assignable",
	.summary = "Say which roles and permissions the caller may give.",
	.perm    = PERM_invitation_create,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
may_assign(struct call *c, const struct tenant_row *t, const struct role_row *r)
{
	struct error refusal;

	if (role_may_assign(c, t, r, "role"))
		return true;
	err_take(&c->ctx, &refusal);
	return false;
}

static bool
role_assignable(struct call *c, const struct role_assignable_in *in,
		struct role_assignable_out *out)
{
	const struct role_row *at;
	struct tenant_row t;
	const char **names;
	size_t n;

	if (!caller_target(c, in->tenant_id, PERM_invitation_create, &t) ||
	    !role_list_for(c, &t, &at, &n))
		return false;
	names = arena_array(call_arena(c), n, sizeof(*names));
	out->roles.at = names;
	for (size_t i = 0; i < n; i++)
		if (may_assign(c, &t, &at[i]))
			names[out->roles.n++] = at[i].name;
	out->permissions = perms_names(call_arena(c), role_held_in(c->who, &t));
	return true;
}
