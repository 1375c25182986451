/* SPDX-License-Identifier: MIT */
#include "model/mfa.h"
#include "model/proof.h"
#include "model/session.h"

#define IN(F, T)							\
	F(T, str, password, .opt = true, .max = 1024, .secret = true, .doc = "The own password") \
	F(T, str, code, .opt = true, .max = 16, .secret = true, .doc = "Or the six digits that the device shows")
#define OUT(F, T)							\
	F(T, time, until, .doc = "Until then nothing is asked again")	\
	F(T, str, access_token, .opt = true, .secret = true, .doc = "The new value of a bearer token")
RECORD(auth_step_up_in, IN);
RECORD(auth_step_up_out, OUT);

METHOD(auth_step_up, auth_step_up_in, auth_step_up_out,
	.name = "auth.step_up",
	.summary = "Show again who one is, before a change of credentials.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.example = "{\"password\":\"correct-battery-staple-41\"}",
	.errors = ERRS(E_auth_failed, E_mfa_failed, E_mfa_not_enrolled));

static bool
auth_step_up(struct call *c, const struct auth_step_up_in *in,
	     struct auth_step_up_out *out)
{
	struct session renewed;

	if (!caller_is_person(c))
		return false;
	if ((in->code == NULL) == (in->password == NULL))
		return fail_param(&c->ctx, "password", "one_of",
		    "give either password or code");
	call_target(c, c->who->tenant_id, c->who->id);
	out->until = c->ctx.now + CALLER_STEP_UP_SECONDS;
	return (in->code != NULL ? mfa_check_code(c, c->who->id, in->code) :
	    proof_by_caller(c, in->password, "password")) &&
	    session_renew(c, c->who->session_level, &renewed,
	    &out->access_token);
}
