/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include "model/invitation.h"

#include <string.h>

#define IN(F, T)							\
	USER_REF(F, T)							\
	F(T, str, role, .max = 64, .format = FORMAT_name, .doc = "The new role")
RECORD(user_set_role_in, IN);

METHOD(user_set_role, user_set_role_in, user,
	.name      = "user.set_role",
	.summary   = "Give a user another role.",
	.perm      = PERM_user_set_role,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_own_role, E_role_change_forbidden,
	    E_role_not_assignable, E_grant_not_held, E_last_admin),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\","
	    "\"role\":\"member\"}");

static bool
is_allowed(struct call *c, const struct tenant_row *t)
{
	struct settings s;

	tenant_settings(c, t, &s);
	return !setting_is(&s, SETTING_role_change, "forbidden") ||
	    fail_setting(&c->ctx, E_role_change_forbidden,
	    setting_name(SETTING_role_change));
}

/* What she was offered is what she will have. */
static bool
change_offer(struct call *c, const struct tenant_row *t,
	     const struct member_row *m, const struct role_row *role)
{
	const struct invitation_change change = {.role = role};
	struct invitation_row open;
	bool found;

	return invitation_find_open(c, t->id, m->id, &open, &found) &&
	    (!found || invitation_edit(c, t, &open, &change));
}

static bool
user_set_role(struct call *c, const struct user_set_role_in *in,
	      struct user *out)
{
	struct member_row m;
	struct tenant_row t;
	struct role_row role;
	struct perms new;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_set_role,
	    &m, &t) || !call_version(c, m.version) ||
	    !member_is_not_caller(c, &m, E_own_role) || !is_allowed(c, &t) ||
	    !role_find_for(c, &t, in->role, "role", &role) ||
	    !role_may_assign(c, &t, &role, "role"))
		return false;
	if (id_equal(role.id, m.role_id)) {
		member_user(c, &m, out);
		return true;
	}
	new = role_perms(call_arena(c), &role, true);
	if ((!perms_has(&new, PERM_user_set_status) &&
	    !member_keep_an_admin(c, &t, &m)) ||
	    !member_set_role(c, &m, role.id) || !change_offer(c, &t, &m, &role))
		return false;
	call_changed(c, "role", m.role_name, role.name);
	return user_now(c, &m, out);
}
