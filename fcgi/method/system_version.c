/* SPDX-License-Identifier: MIT */
#include "model/service.h"

#define OUT(F, T)							\
	F(T, str, name, .doc = "Of the program")			\
	F(T, str, version, .doc = "Of the program")
RECORD(system_version_out, OUT);

METHOD(system_version, nothing, system_version_out,
	.name    = "system.version",
	.summary = "Say which version answers.",
	.perm    = PERM_PUBLIC,
	.tx      = TX_NONE);

static bool
system_version(struct call *c, const struct nothing *in,
	       struct system_version_out *out)
{
	(void)in;
	out->name = "tenantry";
	out->version = service(c)->version;
	return true;
}
