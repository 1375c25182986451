/* SPDX-License-Identifier: MIT */
#include "model/mfa.h"

#define OUT(F, T)							\
	F(T, strs, recovery_codes, .secret = true, .doc = "Ten new ones, shown once; the old ones are worth nothing")
RECORD(me_new_recovery_codes_out, OUT);

METHOD(me_new_recovery_codes, nothing, me_new_recovery_codes_out,
	.name = "me.new_recovery_codes",
	.summary = "Replace the recovery codes.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.errors = ERRS(E_step_up_required, E_mfa_not_enrolled));

static bool
me_new_recovery_codes(struct call *c, const struct nothing *in,
		      struct me_new_recovery_codes_out *out)
{
	(void)in;
	if (!caller_is_person(c) || !caller_stepped_up(c))
		return false;
	call_target(c, c->who->tenant_id, c->who->id);
	if (!c->who->row->mfa_enabled)
		return fail(&c->ctx, E_mfa_not_enrolled, "no second factor");
	return mfa_new_codes(c, c->who->id, &out->recovery_codes) &&
	    mfa_notify(c, c->who->id, c->who->tenant_id);
}
