/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

METHOD(msp_get, nothing, msp,
	.name    = "msp.get",
	.summary = "Show the caller's own MSP.",
	.perm    = PERM_tenant_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.rest    = "GET /v1/admin/tenants/msp");

static bool
msp_get(struct call *c, const struct nothing *in, struct msp *out)
{
	struct tenant_row t;

	(void)in;
	if (c->who->level != LEVEL_msp)
		return fail(&c->ctx, E_not_found, "%s belongs to no MSP",
		    c->who->name);
	return tenant_get(c, c->who->tenant_id, &t) &&
	    msp_objects(c, &t, 1, out);
}
