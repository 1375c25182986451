/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#define OUT(F, T)							\
	F(T, list, items, package_type, .doc = "By age")		\
	F(T, int,  total, .nullable = true, .doc = "How many there are") \
	F(T, str,  next_cursor, .nullable = true, .doc = "Null: all are here")
RECORD(package_list_types_out, OUT);

METHOD(package_list_types, nothing, package_list_types_out,
	.name    = "package.list_types",
	.summary = "List the types of packages that there are.",
	.perm    = PERM_package_read,
	.tx      = TX_READ);

static bool
package_list_types(struct call *c, const struct nothing *in,
		   struct package_list_types_out *out)
{
	(void)in;
	if (!package_type_list(c, &out->items.at, &out->items.n))
		return false;
	out->total = (int64_t)out->items.n;
	return true;
}
