/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#define IN(F, T)							\
	F(T, id, tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: the caller's own")
#define OUT(F, T)							\
	F(T, list, items, role, .doc = "Built-in ones first, then by name") \
	F(T, int,  total, .nullable = true, .doc = "How many there are") \
	F(T, str,  next_cursor, .nullable = true, .doc = "Null: all are here")
RECORD(role_list_in, IN);
RECORD(role_list_out, OUT);

METHOD(role_list, role_list_in, role_list_out,
	.name    = "role.list",
	.summary = "List the roles that can be given at one place.",
	.perm    = PERM_role_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
role_list(struct call *c, const struct role_list_in *in,
	  struct role_list_out *out)
{
	const struct role_row *at;
	struct tenant_row t;
	struct role *items;
	int64_t *counts;
	size_t n;

	if (!caller_target(c, in->tenant_id, PERM_role_read, &t) ||
	    !role_list_for(c, &t, &at, &n))
		return false;
	items = arena_array(call_arena(c), n, sizeof(*items));
	counts = arena_array(call_arena(c), n, sizeof(*counts));
	if (!role_count_users(c, &t, at, n, counts))
		return false;
	for (size_t i = 0; i < n; i++)
		role_object(c, &at[i], counts[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->total = (int64_t)n;
	return true;
}
