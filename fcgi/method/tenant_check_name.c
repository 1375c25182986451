/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define IN(F, T)							\
	F(T, str, name, .max = 255, .name_text = true, .doc = "A name")
#define OUT(F, T)							\
	F(T, bool, available, .doc = "Whether nobody has it, without case")
RECORD(tenant_check_name_in, IN);
RECORD(tenant_check_name_out, OUT);

METHOD(tenant_check_name, tenant_check_name_in, tenant_check_name_out,
	.name    = "tenant.check_name",
	.summary = "Say whether a name is still free.",
	.perm    = PERM_tenant_create,
	.tx      = TX_READ);

static bool
tenant_check_name(struct call *c, const struct tenant_check_name_in *in,
		  struct tenant_check_name_out *out)
{
	return tenant_name_is_free(c, in->name, &out->available);
}
