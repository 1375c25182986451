/* SPDX-License-Identifier: MIT */
#include "model/suspension.h"

METHOD(tenant_suspend, suspension_in, suspension_out,
	.name    = "tenant.suspend",
	.summary = "Stop a tenant: nobody signs in, no key works, all sessions end.",
	.perm    = PERM_tenant_suspend,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found),
	.example = "{\"tenant_id\":\"tenant_01jbx3q9ek7c8s5w2m4n6p8r03\","
	    "\"reason\":\"unpaid\"}");

static bool
tenant_suspend(struct call *c, const struct suspension_in *in,
	       struct suspension_out *out)
{
	return suspension_set(c, in, "suspended", out);
}
