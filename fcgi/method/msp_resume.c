/* SPDX-License-Identifier: MIT */
#include "model/suspension.h"

METHOD(msp_resume, msp_suspension_in, msp_suspension_out,
	.name    = "msp.resume",
	.summary = "Let the people of an MSP and of its tenants in again.",
	.perm    = PERM_msp_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
msp_resume(struct call *c, const struct msp_suspension_in *in,
	   struct msp_suspension_out *out)
{
	return msp_suspension_set(c, in, "active", out);
}
