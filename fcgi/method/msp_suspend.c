/* SPDX-License-Identifier: MIT */
#include "model/suspension.h"

METHOD(msp_suspend, msp_suspension_in, msp_suspension_out,
	.name    = "msp.suspend",
	.summary = "Stop an MSP and all its tenants: nobody signs in, no key works, all sessions end.",
	.perm    = PERM_msp_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
msp_suspend(struct call *c, const struct msp_suspension_in *in,
	    struct msp_suspension_out *out)
{
	return msp_suspension_set(c, in, "suspended", out);
}
