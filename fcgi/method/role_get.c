/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#define IN(F, T)							\
	F(T, id, role_id, .kind = KIND_role, .doc = "The role")
RECORD(role_get_in, IN);

METHOD_AS(role_get, get, role_get_in, role,
	.name    = "role.get",
	.summary = "Show one role.",
	.perm    = PERM_role_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

/* Where its holders are counted: where it was made if the caller reaches that, else in
 * the caller's own. */
static struct id
place_of(struct call *c, const struct role_row *r)
{
	if (id_is_null(r->tenant_id) || c->who->level == LEVEL_tenant)
		return c->who->tenant_id;
	return r->tenant_id;
}

static bool
get(struct call *c, const struct role_get_in *in, struct role *out)
{
	struct role_row r;
	struct tenant_row t;
	int64_t count;

	if (!role_target(c, in->role_id, &r) ||
	    !tenant_get(c, place_of(c, &r), &t) ||
	    !role_count_users(c, &t, &r, 1, &count))
		return false;
	role_object(c, &r, count, out);
	return true;
}
