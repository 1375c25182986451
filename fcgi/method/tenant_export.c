/* SPDX-License-Identifier: MIT */
#include "model/export.h"

#define IN(F, T)							\
	F(T, id, tenant_id, .kind = KIND_tenant, .doc = "The tenant")
RECORD(tenant_export_in, IN);

METHOD(tenant_export, tenant_export_in, tenant_document,
	.name    = "tenant.export",
	.summary = "A whole tenant as one document: settings, roles, users, invitations, keys, packages, mails and audit, no secrets.",
	.perm    = PERM_tenant_export,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
tenant_export(struct call *c, const struct tenant_export_in *in,
	      struct tenant_document *out)
{
	struct tenant_row t;

	return caller_target(c, in->tenant_id, PERM_tenant_export, &t) &&
	    export_tenant(c, &t, out);
}
