/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#define IN(F, T)							\
	F(T, id, tenant_id, .kind = KIND_tenant, .doc = "The tenant")	\
	F(T, id, package_id, .kind = KIND_package, .kind2 = KIND_pkgtype, \
	    .doc = "A unit in stock, or a type: then any of it")
#define OUT(F, T)							\
	F(T, rec,  package, package, .doc = "The unit that the tenant has now") \
	F(T, bool, purchase_occurred, .doc = "Whether it was added to the stock for this")
RECORD(package_assign_in, IN);
RECORD(package_assign_out, OUT);

METHOD(package_assign, package_assign_in, package_assign_out,
	.name    = "package.assign",
	.summary = "Give a tenant a package.",
	.perm    = PERM_package_assign,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_no_package_available,
	    E_package_mismatch, E_primary_package_required));

static bool
buys(struct call *c, const struct tenant_row *t)
{
	struct settings s;

	tenant_settings(c, t, &s);
	return setting_bool(&s, SETTING_auto_purchase);
}

/* The row is locked first: two primary packages at the same time would both fit. */
static bool
package_assign(struct call *c, const struct package_assign_in *in,
	       struct package_assign_out *out)
{
	struct package *object = arena_new(call_arena(c), struct package);
	struct package_wish wish;
	struct package_row unit;
	struct tenant_row t;

	if (!caller_enter(c, in->tenant_id, PERM_package_assign, 0, &t) ||
	    !package_wish(c, package_owner(&t), in->package_id, "package_id",
	    &wish) ||
	    !package_give(c, &t, &wish, buys(c, &t), "package_id", &unit,
	    &out->purchase_occurred))
		return false;
	package_object(&unit, object);
	call_target(c, t.id, unit.id);
	call_changed(c, "package", NULL, unit.type_name);
	call_changed(c, "purchase_occurred", NULL,
	    out->purchase_occurred ? "true" : "false");
	out->package = object;
	return true;
}
