/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include "model/invitation.h"

#define OUT(F, T)	F(T, bool, removed, .doc = "True")
RECORD(user_remove_in, USER_REF);
RECORD(user_remove_out, OUT);

METHOD(user_remove, user_remove_in, user_remove_out,
	.name      = "user.remove",
	.summary   = "End a membership.",
	.perm      = PERM_user_remove,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_own_status, E_last_admin),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\"}");

static bool
user_remove(struct call *c, const struct user_remove_in *in,
	    struct user_remove_out *out)
{
	struct invitation_row open;
	struct member_row m;
	struct tenant_row t;
	bool found;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_remove, &m,
	    &t) || !call_version(c, m.version) ||
	    !member_is_not_caller(c, &m, E_own_status) ||
	    !member_keep_an_admin(c, &t, &m) ||
	    !invitation_find_open(c, t.id, m.id, &open, &found) ||
	    (found && !invitation_end(c, &open)) || !member_delete(c, &m))
		return false;
	out->removed = true;
	return true;
}
