/* SPDX-License-Identifier: MIT */
#include "model/mfa.h"
#include "model/session.h"

#define IN(F, T)							\
	F(T, str, code, .max = 16, .secret = true, .doc = "The six digits that the device shows")
#define OUT(F, T)							\
	F(T, strs, recovery_codes, .secret = true, .doc = "Ten of them, shown once; each opens once in place of a code") \
	F(T, str, access_token, .opt = true, .secret = true, .doc = "The new value of a bearer token")
RECORD(me_confirm_totp_in, IN);
RECORD(me_confirm_totp_out, OUT);

METHOD(me_confirm_totp, me_confirm_totp_in, me_confirm_totp_out,
	.name = "me.confirm_totp",
	.summary = "End the setting up of a second factor with its first code.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.restricted = true,
	.example = "{\"code\":\"123456\"}",
	.errors = ERRS(E_step_up_required, E_mfa_failed, E_mfa_not_enrolled,
	    E_mfa_already_enrolled));

static bool
me_confirm_totp(struct call *c, const struct me_confirm_totp_in *in,
		struct me_confirm_totp_out *out)
{
	struct id me = c->who->id;
	struct session renewed;

	if (!caller_is_person(c) || !caller_may_enrol(c))
		return false;
	call_target(c, c->who->tenant_id, me);
	return mfa_confirm(c, me, in->code) &&
	    mfa_new_codes(c, me, &out->recovery_codes) &&
	    session_renew(c, "mfa", &renewed, &out->access_token) &&
	    mfa_notify(c, me, c->who->tenant_id);
}
