/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#define IN(F, T)							\
	F(T, id, package_id, .kind = KIND_package, .doc = "A unit that a tenant has")
#define OUT(F, T)							\
	F(T, rec, package, package, .doc = "The unit, in stock again")
RECORD(package_unassign_in, IN);
RECORD(package_unassign_out, OUT);

METHOD(package_unassign, package_unassign_in, package_unassign_out,
	.name    = "package.unassign",
	.summary = "Take a package back into the stock.",
	.perm    = PERM_package_assign,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_primary_package_required,
	    E_package_mismatch));

static bool
package_unassign(struct call *c, const struct package_unassign_in *in,
		 struct package_unassign_out *out)
{
	struct package *object = arena_new(call_arena(c), struct package);
	struct package_row unit;

	if (!package_target(c, in->package_id, &unit))
		return false;
	if (id_is_null(unit.tenant_id))
		return fail_field(&c->ctx, E_package_mismatch, "package_id",
		    "in stock already");
	if (!package_take_back(c, &unit))
		return false;
	call_target(c, unit.tenant_id, unit.id);
	call_changed(c, "package", unit.type_name, NULL);
	unit.tenant_id = (struct id){{0}};
	package_object(&unit, object);
	out->package = object;
	return true;
}
