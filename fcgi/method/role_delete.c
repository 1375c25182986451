/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#define IN(F, T)							\
	F(T, id,  role_id, .kind = KIND_role, .doc = "The role")	\
	F(T, str, replace_with, .opt = true, .max = 64,			\
	    .doc = "Name or id of the role that its holders get")
#define OUT(F, T)							\
	F(T, bool, deleted, .doc = "true")				\
	F(T, int,  users_moved, .doc = "Holders who got the other role")
RECORD(role_delete_in, IN);
RECORD(role_delete_out, OUT);

METHOD_AS(role_delete, delete, role_delete_in, role_delete_out,
	.name    = "role.delete",
	.summary = "Take a role away; its holders get another one.",
	.perm    = PERM_role_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_role_in_use, E_role_is_default,
	    E_role_not_assignable, E_grant_not_held, E_own_role,
	    E_role_change_forbidden, E_last_admin));

static bool
delete(struct call *c, const struct role_delete_in *in,
       struct role_delete_out *out)
{
	struct role_row r;
	struct tenant_row t;

	if (!role_to_change(c, in->role_id, &r, &t) ||
	    !role_delete(c, &t, &r, in->replace_with, &out->users_moved))
		return false;
	call_target(c, t.id, r.id);
	call_changed(c, "name", r.name, NULL);
	out->deleted = true;
	return true;
}
