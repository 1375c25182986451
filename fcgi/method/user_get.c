/* SPDX-License-Identifier: MIT */
#include "method/user.h"

RECORD(user_get_in, USER_REF);

METHOD(user_get, user_get_in, user,
	.name    = "user.get",
	.summary = "Show one user.",
	.perm    = PERM_user_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
user_get(struct call *c, const struct user_get_in *in, struct user *out)
{
	struct member_row m;
	struct tenant_row t;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_read, &m, &t))
		return false;
	member_user(c, &m, out);
	return true;
}
