/* SPDX-License-Identifier: MIT */
#include "model/ending.h"

#include <string.h>

#define DAY	((int64_t)24 * 3600)

#define IN(F, T)							\
	F(T, id,  tenant_id, .kind = KIND_tenant, .doc = "The tenant")	\
	F(T, str, confirm_name, .max = 255, .name_text = true,		\
	    .doc = "Its name, so that it is the right one")		\
	F(T, int, grace_days, .opt = true, .has_def = true, .def = 30,	\
	    .max = 90, .doc = "Days within which it can be restored")
#define OUT(F, T)							\
	F(T, time, purge_at, .doc = "When what it held goes for good")
RECORD(tenant_delete_in,  IN);
RECORD(tenant_delete_out, OUT);

METHOD(tenant_delete, tenant_delete_in, tenant_delete_out,
	.name    = "tenant.delete",
	.summary = "Delete a tenant: nobody gets in from now on, its packages are free, and after the grace all it held is gone.",
	.perm    = PERM_tenant_delete,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
tenant_delete(struct call *c, const struct tenant_delete_in *in,
	      struct tenant_delete_out *out)
{
	struct arena *a = call_arena(c);
	struct tenant_row t;

	if (!caller_target(c, in->tenant_id, PERM_tenant_delete, &t))
		return false;
	if (strcmp(tenant_name_key(a, in->confirm_name),
	    tenant_name_key(a, t.name)) != 0)
		return fail_param(&c->ctx, "confirm_name", "mismatch",
		    "is not the name of this tenant");
	call_target(c, t.id, t.id);
	out->purge_at = c->ctx.now + in->grace_days * DAY;
	return ending_begin(c, &t, out->purge_at);
}
