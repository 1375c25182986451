/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include "model/account.h"
#include "model/invitation.h"
#include "model/outbox.h"

#include <string.h>

#define IN(F, T)							\
	USER_REF(F, T)							\
	F(T, str,  first_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "First name")					\
	F(T, str,  last_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "Last name")						\
	F(T, str,  communication_email, .opt = true, .nullable = true,	\
	    .max = 254, .format = FORMAT_email,				\
	    .doc = "Where mails go; null: the login email")		\
	F(T, str,  language, .opt = true, .format = FORMAT_language,	\
	    .doc = "Preferred language")				\
	F(T, time, access_expires_at, .opt = true, .nullable = true,	\
	    .doc = "When the access ends by itself; null: never")	\
	F(T, json, email, .opt = true,					\
	    .doc = "Always refused: the login email never changes")
RECORD(user_update_in, IN);

METHOD(user_update, user_update_in, user,
	.name      = "user.update",
	.summary   = "Change a user's profile and the end of the access.",
	.perm      = PERM_user_update,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_login_email_immutable, E_own_status,
	    E_last_admin, E_resend_too_soon),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\","
	    "\"first_name\":\"Ann\"}");

static bool
touches_profile(const struct user_update_in *in)
{
	return in->first_name != NULL || in->last_name != NULL ||
	    in->communication_email != NULL || in->language != NULL;
}

/* The old address is told that it is one no more. */
static bool
tell_old_address(struct call *c, const struct user_update_in *in,
		 const struct member_row *m)
{
	const char *old = m->communication_email == NULL ? m->email :
	    m->communication_email;
	const char *new = in->communication_email == NULL ? old :
	    *in->communication_email == '\0' ? m->email :
	    in->communication_email;
	const struct outbox_mail notice = {
		.kind = "email_changed", .tenant_id = m->tenant_id,
		.account_id = m->id, .to = old, .language = m->language,
	};

	return strcmp(old, new) == 0 || !m->has_password ||
	    !service(c)->mail_configured || outbox_add(c, &notice, NULL);
}

static bool
set_profile(struct call *c, const struct user_update_in *in,
	    const struct tenant_row *t, const struct member_row *m)
{
	const struct invitation_change change = {
		.first_name = in->first_name, .last_name = in->last_name,
		.communication_email = in->communication_email,
		.language = in->language,
	};
	struct invitation_row open;
	bool found;

	if (!member_is_at_home(c, m) ||
	    !account_update_profile(c, m->id, in->first_name, in->last_name,
	    in->language, in->communication_email) ||
	    !tell_old_address(c, in, m) ||
	    !invitation_find_open(c, t->id, m->id, &open, &found))
		return false;
	return !found || invitation_edit(c, t, &open, &change);
}

/* Whoever set the end of somebody's access ends it. */
static bool
may_end(struct call *c, const struct user_update_in *in,
	const struct tenant_row *t, const struct member_row *m)
{
	if (in->access_expires_at == INT_ABSENT)
		return true;
	if (!member_is_not_caller(c, m, E_own_status))
		return false;
	if (in->access_expires_at == INT_NULL)
		return true;
	if (in->access_expires_at <= c->ctx.now)
		return fail_param(&c->ctx, "access_expires_at", "range",
		    "must be in the future");
	return member_keep_an_admin(c, t, m);
}

static bool
user_update(struct call *c, const struct user_update_in *in, struct user *out)
{
	int64_t end = in->access_expires_at;
	struct member_row m;
	struct tenant_row t;

	if (in->email != NULL)
		return fail_field(&c->ctx, E_login_email_immutable, "email",
		    "asked for");
	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_update, &m,
	    &t) || !call_version(c, m.version) || !may_end(c, in, &t, &m))
		return false;
	if (touches_profile(in) && !set_profile(c, in, &t, &m))
		return false;
	return member_set_end(c, &m, end == INT_ABSENT ? m.access_expires_at :
	    end) && user_now(c, &m, out);
}
