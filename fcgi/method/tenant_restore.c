/* SPDX-License-Identifier: MIT */
#include "model/ending.h"

#define IN(F, T)							\
	F(T, id, tenant_id, .kind = KIND_tenant, .doc = "A deleted one whose grace is not over")
RECORD(tenant_restore_in, IN);

METHOD(tenant_restore, tenant_restore_in, tenant,
	.name    = "tenant.restore",
	.summary = "Undo the deletion of a tenant: people, keys and settings are as they were, sessions stay ended, packages come from the stock.",
	.perm    = PERM_tenant_delete,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_no_package_available));

static bool
tenant_restore(struct call *c, const struct tenant_restore_in *in,
	       struct tenant *out)
{
	struct tenant_row t;

	if (!ending_target(c, in->tenant_id, PERM_tenant_delete, &t))
		return false;
	call_target(c, t.id, t.id);
	if (!ending_undo(c, &t) || !tenant_get(c, t.id, &t))
		return false;
	tenant_object(c, &t, true, out);
	return true;
}
