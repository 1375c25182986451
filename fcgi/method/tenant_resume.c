/* SPDX-License-Identifier: MIT */
#include "model/suspension.h"

METHOD(tenant_resume, suspension_in, suspension_out,
	.name    = "tenant.resume",
	.summary = "Let the people and keys of a suspended tenant in again.",
	.perm    = PERM_tenant_suspend,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
tenant_resume(struct call *c, const struct suspension_in *in,
	       struct suspension_out *out)
{
	return suspension_set(c, in, "active", out);
}
