/* SPDX-License-Identifier: MIT */
#include "model/branding.h"
#include "model/tenant.h"

#include "base/catalog.h"

#define OUT(F, T)							\
	F(T, str,  scope, .one_of = "admin|msp|tenant", .doc = "Whose host this is") \
	F(T, str,  name, .doc = "Of the platform, MSP or tenant")	\
	F(T, str,  slug, .doc = "First label of the host")		\
	F(T, rec,  branding, branding, .doc = "How the host presents itself") \
	F(T, strs, languages, .doc = "Languages that people are spoken to in")
RECORD(tenant_resolve_out, OUT);

METHOD(tenant_resolve, nothing, tenant_resolve_out,
	.name    = "tenant.resolve",
	.summary = "Say whose host this is and how it presents itself.",
	.perm    = PERM_PUBLIC,
	.tx      = TX_READ);

static const char *
scope_of(const struct tenant_row *t)
{
	return tenant_level(t) == LEVEL_platform ? "admin" : t->kind;
}

static bool
tenant_resolve(struct call *c, const struct nothing *in,
	       struct tenant_resolve_out *out)
{
	struct branding *b = arena_new(call_arena(c), struct branding);
	struct tenant_row t;
	struct settings s;

	(void)in;
	if (!tenant_of_host(c, &t))
		return false;
	tenant_settings(c, &t, &s);
	branding_of(&s, b);
	out->scope = scope_of(&t);
	out->name = t.name;
	out->slug = t.slug;
	out->branding = b;
	out->languages.at = catalog_languages(&out->languages.n);
	return true;
}
