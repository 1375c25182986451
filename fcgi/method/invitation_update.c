/* SPDX-License-Identifier: MIT */
#include "method/invitation.h"

#include "model/account.h"

#include <string.h>

#define IN(F, T)							\
	INVITATION_REF(F, T)						\
	F(T, str,  first_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "First name")					\
	F(T, str,  last_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "Last name")						\
	F(T, str,  communication_email, .opt = true, .nullable = true,	\
	    .max = 254, .format = FORMAT_email,				\
	    .doc = "Where mails go; null: the login email")		\
	F(T, str,  role, .opt = true, .max = 64, .format = FORMAT_name,	\
	    .doc = "Role on acceptance")				\
	F(T, strs, permissions, .opt = true, .max = 100,		\
	    .format = FORMAT_permission,				\
	    .doc = "Additional permissions on acceptance")		\
	F(T, str,  language, .opt = true, .format = FORMAT_language,	\
	    .doc = "Of the mail")					\
	F(T, time, access_expires_at, .opt = true, .nullable = true,	\
	    .doc = "When the access ends by itself; null: never")	\
	F(T, json, email, .opt = true,					\
	    .doc = "Always refused: the login email never changes")
RECORD(invitation_update_in, IN);

METHOD(invitation_update, invitation_update_in, invitation,
	.name      = "invitation.update",
	.summary   = "Change a pending invitation.",
	.perm      = PERM_invitation_update,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_not_pending, E_login_email_immutable,
	    E_role_change_forbidden, E_role_not_assignable, E_grant_not_held,
	    E_resend_too_soon),
	.example   = "{\"invitation_id\":\"inv_01jbx3q9ek7c8s5w2m4n6p8r05\","
	    "\"role\":\"member\"}");

static bool
take_role(struct call *c, const struct tenant_row *t, const char *name,
	  struct role_row *role)
{
	struct settings s;

	tenant_settings(c, t, &s);
	if (setting_is(&s, SETTING_role_change, "forbidden"))
		return fail_setting(&c->ctx, E_role_change_forbidden,
		    setting_name(SETTING_role_change));
	return role_find_for(c, t, name, "role", role) &&
	    role_may_assign(c, t, role, "role");
}

/* The membership that waits for the person is as the invitation says. */
static bool
change_member(struct call *c, const struct invitation_update_in *in,
	      const struct invitation_change *to, const struct member_row *m)
{
	if (in->access_expires_at > 0 && in->access_expires_at <= c->ctx.now)
		return fail_param(&c->ctx, "access_expires_at", "range",
		    "must be in the future");
	if (to->role != NULL && !member_set_role(c, m, to->role->id))
		return false;
	if (in->permissions.at != NULL &&
	    !member_set_permissions(c, m, in->permissions))
		return false;
	return in->access_expires_at == INT_ABSENT ||
	    member_set_end(c, m, in->access_expires_at);
}

/* An account that began with this invitation has no profile but what stands in it. */
static bool
change_account(struct call *c, const struct invitation_update_in *in,
	       const struct member_row *m)
{
	return m->elsewhere || m->was_active ||
	    account_update_profile(c, m->id, in->first_name, in->last_name,
	    in->language, in->communication_email);
}

static bool
invitation_update(struct call *c, const struct invitation_update_in *in,
		  struct invitation *out)
{
	struct invitation_change to = {
		.first_name = in->first_name, .last_name = in->last_name,
		.communication_email = in->communication_email,
		.language = in->language, .permissions = in->permissions,
	};
	struct invitation_row i;
	struct role_row role;
	struct tenant_row t;
	struct member_row m;

	if (in->email != NULL)
		return fail_field(&c->ctx, E_login_email_immutable, "email",
		    "asked for");
	if (!invitation_open(c, in->invitation_id, PERM_invitation_update, &i,
	    &t) || !member_get(c, t.id, i.account_id, &m))
		return false;
	if (in->role != NULL && strcmp(in->role, i.role_name) != 0) {
		if (!take_role(c, &t, in->role, &role))
			return false;
		to.role = &role;
	}
	if (!role_may_grant(c, &t, in->permissions, "permissions") ||
	    !change_member(c, in, &to, &m) || !change_account(c, in, &m) ||
	    !invitation_edit(c, &t, &i, &to))
		return false;
	invitation_object(c, &i, out);
	return true;
}
