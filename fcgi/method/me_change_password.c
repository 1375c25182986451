/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"
#include "model/proof.h"
#include "model/session.h"

#include <string.h>

#define IN(F, T)							\
	F(T, str, current_password, .max = 1024, .secret = true, .doc = "The one that she has signed in with") \
	F(T, str, new_password, .max = 1024, .secret = true, .doc = "The new one")
#define OUT(F, T)							\
	F(T, int, sessions_ended, .doc = "All other sessions have ended")
RECORD(me_change_password_in, IN);
RECORD(me_change_password_out, OUT);

METHOD(me_change_password, me_change_password_in, me_change_password_out,
	.name = "me.change_password",
	.summary = "Choose a new password. All other sessions end.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.restricted = true,
	.errors = ERRS(E_auth_failed, E_password_weak, E_not_found,
	    E_step_up_required));

static bool
is_restricted(const struct caller *who)
{
	return strcmp(who->session_level, "restricted") == 0;
}

static bool
needs_factor(const struct caller *who)
{
	return strcmp(who->session_level, "mfa") != 0 &&
	    (setting_bool(&who->settings, SETTING_mfa_required) ||
	    (is_restricted(who) && who->row->mfa_enabled));
}

/* A session that lacks the second factor changes no password but a temporary one. */
static bool
may_change(struct call *c)
{
	const struct caller *who = c->who;

	if (who->must_change_password || !needs_factor(who))
		return true;
	if (who->row->mfa_enabled)
		return fail(&c->ctx, E_step_up_required, "the code is due");
	return fail_setting(&c->ctx, E_mfa_enrolment_required, "mfa_required");
}

static bool
check_new(struct call *c, const struct account_row *me,
	  const struct me_change_password_in *in)
{
	if (strcmp(in->new_password, in->current_password) == 0)
		return fail_field(&c->ctx, E_password_weak, "new_password",
		    "the same as before");
	return account_check_password(c, me, &c->who->settings,
	    c->who->tenant_name, in->new_password, "new_password");
}

static bool
tell(struct call *c, const struct account_row *me)
{
	return outbox_add(c, &(struct outbox_mail){.kind = "password_changed",
	    .tenant_id = c->who->tenant_id, .account_id = me->id,
	    .to = account_mail_address(me), .language = me->language}, NULL);
}

static bool
me_change_password(struct call *c, const struct me_change_password_in *in,
		   struct me_change_password_out *out)
{
	const struct caller *who = c->who;
	bool promote = is_restricted(who) && !needs_factor(who);
	struct account_row me;

	call_target(c, who->tenant_id, who->id);
	return may_change(c) &&
	    proof_by_caller(c, in->current_password, "current_password") &&
	    account_get(c, who->id, &me) && check_new(c, &me, in) &&
	    account_set_password(c, who->id, in->new_password) &&
	    session_end_others(c, who->id, who->session_id,
	    &out->sessions_ended) &&
	    (!promote || session_promote(c, "password")) && tell(c, &me);
}
