/* SPDX-License-Identifier: MIT */
#include "method/grant.h"

#define MOST_PERMISSIONS	100

RECORD(user_grant_permission_in, GRANT_IN);

METHOD(user_grant_permission, user_grant_permission_in, user,
	.name      = "user.grant_permission",
	.summary   = "Give a user a permission beyond the role.",
	.perm      = PERM_user_set_role,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_own_role, E_grant_not_held),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\","
	    "\"permission\":\"billing.manage\"}");

static bool
user_grant_permission(struct call *c, const struct user_grant_permission_in *in,
		      struct user *out)
{
	struct member_row m;
	struct tenant_row t;
	struct strs all;
	const char **at;

	if (!grant_target(c, in->tenant_id, in->user_id, in->permission, &m, &t))
		return false;
	all = strs_parse(call_arena(c), m.permissions);
	if (strs_has(all, in->permission)) {
		member_user(c, &m, out);
		return true;
	}
	if (all.n >= MOST_PERMISSIONS)
		return fail_param(&c->ctx, "permission", "too_many",
		    "too many permissions (max %d)", MOST_PERMISSIONS);
	at = arena_array(call_arena(c), all.n + 1, sizeof(*at));
	for (size_t i = 0; i < all.n; i++)
		at[i] = all.at[i];
	at[all.n] = in->permission;
	call_changed(c, "permission", NULL, in->permission);
	return grant_write(c, &t, &m, (struct strs){at, all.n + 1}) &&
	    user_now(c, &m, out);
}
