/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define IN(F, T)							\
	F(T, id, tenant_id, ANY_TENANT, .doc = "The tenant")
RECORD(tenant_get_in, IN);

METHOD_AS(tenant_get, get, tenant_get_in, tenant,
	.name    = "tenant.get",
	.summary = "Show one tenant.",
	.perm    = PERM_tenant_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.rest    = "GET /v1/admin/tenants/{tenant_id}");

static bool
get(struct call *c, const struct tenant_get_in *in, struct tenant *out)
{
	struct tenant_row t;

	if (!caller_target(c, in->tenant_id, PERM_tenant_read, &t))
		return false;
	tenant_object(c, &t, true, out);
	return true;
}
