/* SPDX-License-Identifier: MIT */
#include "method/grant.h"

#include <string.h>

RECORD(user_revoke_permission_in, GRANT_IN);

METHOD(user_revoke_permission, user_revoke_permission_in, user,
	.name      = "user.revoke_permission",
	.summary   = "Take away a permission that a user has beyond the role.",
	.perm      = PERM_user_set_role,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_own_role, E_grant_not_held,
	    E_last_admin),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\","
	    "\"permission\":\"billing.manage\"}");

static bool
user_revoke_permission(struct call *c,
		       const struct user_revoke_permission_in *in,
		       struct user *out)
{
	struct member_row m;
	struct tenant_row t;
	struct strs all, left = {NULL, 0};
	const char **at;

	if (!grant_target(c, in->tenant_id, in->user_id, in->permission, &m, &t))
		return false;
	all = strs_parse(call_arena(c), m.permissions);
	left.at = at = arena_array(call_arena(c), all.n + 1, sizeof(*at));
	for (size_t i = 0; i < all.n; i++)
		if (strcmp(all.at[i], in->permission) != 0)
			at[left.n++] = all.at[i];
	if (left.n == all.n) {
		member_user(c, &m, out);
		return true;
	}
	if (perm_find(in->permission) == PERM_user_set_status &&
	    !member_keep_an_admin(c, &t, &m))
		return false;
	call_changed(c, "permission", in->permission, NULL);
	return grant_write(c, &t, &m, left) && user_now(c, &m, out);
}
