/* SPDX-License-Identifier: MIT */
#include "model/mfa.h"

METHOD(me_remove_totp, nothing, nothing,
	.name = "me.remove_totp",
	.summary = "Give up the second factor.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.errors = ERRS(E_step_up_required, E_mfa_not_enrolled));

static bool
me_remove_totp(struct call *c, const struct nothing *in, struct nothing *out)
{
	(void)in;
	(void)out;
	if (!caller_is_person(c) || !caller_stepped_up(c))
		return false;
	call_target(c, c->who->tenant_id, c->who->id);
	return mfa_remove(c, c->who->id) &&
	    mfa_notify(c, c->who->id, c->who->tenant_id);
}
