/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#define MOST_UNITS	1000

#define IN(F, T)							\
	F(T, id,  msp_id, .kind = KIND_msp, .kind2 = KIND_platform,	\
	    .doc = "Whose stock; the platform's for tenants without an MSP") \
	F(T, id,  type_id, .kind = KIND_pkgtype, .doc = "Of which type") \
	F(T, int, count, .min = 1, .max = MOST_UNITS, .doc = "How many units")
#define OUT(F, T)							\
	F(T, list, items, package, .doc = "The new units")		\
	F(T, int,  total, .nullable = true, .doc = "How many there are") \
	F(T, str,  next_cursor, .nullable = true, .doc = "Null: all are here")
RECORD(package_stock_in, IN);
RECORD(package_stock_out, OUT);

METHOD_AS(package_stock, stock, package_stock_in, package_stock_out,
	.name    = "package.stock",
	.summary = "Add units of a type to the stock of an MSP.",
	.perm    = PERM_package_stock,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
stock(struct call *c, const struct package_stock_in *in,
      struct package_stock_out *out)
{
	struct package_type_row type;
	struct package_rows units;
	struct package *items;
	struct tenant_row msp;

	if (!caller_target(c, in->msp_id, PERM_package_stock, &msp) ||
	    !package_type_get(c, in->type_id, &type) ||
	    !package_stock(c, msp.id, &type, in->count, &units))
		return false;
	items = arena_array(call_arena(c), units.n, sizeof(*items));
	for (size_t i = 0; i < units.n; i++)
		package_object(&units.at[i], &items[i]);
	call_target(c, msp.id, type.id);
	out->items.at = items;
	out->items.n = units.n;
	out->total = (int64_t)units.n;
	return true;
}
