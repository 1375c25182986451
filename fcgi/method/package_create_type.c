/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#define MOST_CREDITS	1000000000000

#define IN(F, T)							\
	F(T, str,  name, .max = 255, .name_text = true,			\
	    .doc = "Its name, unique without case")			\
	F(T, int,  credits, .max = MOST_CREDITS,			\
	    .doc = "What one unit adds to the limit")			\
	F(T, int,  seats, .opt = true, .nullable = true, .min = 1,	\
	    .max = 1000000, .doc = "Users that it allows; left out: any number") \
	F(T, bool, additional, .opt = true,				\
	    .doc = "Whether it stands beside a primary one, such as a credit pack")
RECORD(package_create_type_in, IN);

METHOD(package_create_type, package_create_type_in, package_type,
	.name    = "package.create_type",
	.summary = "Create a type of packages.",
	.perm    = PERM_package_stock,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_name_taken),
	.example = "{\"name\":\"Professional\",\"credits\":50000}");

static bool
package_create_type(struct call *c, const struct package_create_type_in *in,
		    struct package_type *out)
{
	struct package_type_row type;

	if (!package_type_make(c, in->name, in->credits,
	    in->seats == INT_NULL ? INT_ABSENT : in->seats, in->additional,
	    &type))
		return false;
	call_target(c, platform_id, type.id);
	package_type_object(&type, out);
	return true;
}
