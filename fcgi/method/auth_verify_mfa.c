/* SPDX-License-Identifier: MIT */
#include "model/entry.h"
#include "model/member.h"
#include "model/mfa.h"
#include "model/session.h"

#define IN(F, T)							\
	F(T, str, code, .opt = true, .max = 16, .secret = true, .doc = "The six digits that the device shows") \
	F(T, str, recovery_code, .opt = true, .max = 64, .secret = true, .doc = "Or one of the recovery codes")
RECORD(auth_verify_mfa_in, IN);

METHOD(auth_verify_mfa, auth_verify_mfa_in, entered,
	.name = "auth.verify_mfa",
	.summary = "Give the second factor that the sign-in asked for.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.restricted = true,
	.example = "{\"code\":\"123456\"}",
	.errors = ERRS(E_mfa_failed, E_mfa_not_enrolled));

static bool
check(struct call *c, const struct auth_verify_mfa_in *in)
{
	if ((in->code == NULL) == (in->recovery_code == NULL))
		return fail_param(&c->ctx, "code", "one_of",
		    "give either code or recovery_code");
	if (in->code != NULL)
		return mfa_check_code(c, c->who->id, in->code);
	return mfa_check_recovery(c, c->who->id, in->recovery_code) &&
	    mfa_notify(c, c->who->id, c->who->tenant_id);
}

static bool
auth_verify_mfa(struct call *c, const struct auth_verify_mfa_in *in,
		struct entered *out)
{
	if (!caller_is_person(c))
		return false;
	call_target(c, c->who->tenant_id, c->who->id);
	return check(c, in) && entry_renew(c, "mfa", out);
}
