/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include <string.h>

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Whose users; left out: the caller's own tenant")	\
	F(T, str,  status, .opt = true, .one_of = "pending|active|inactive", \
	    .doc = "Only of this status")				\
	F(T, str,  role, .opt = true, .max = 64, .format = FORMAT_name,	\
	    .doc = "Only with this role")				\
	F(T, str,  query, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "Text anywhere in name or address")			\
	F(T, time, not_signed_in_since, .opt = true,			\
	    .doc = "Only those who have not signed in since then")	\
	F(T, str_as, for_, "for", .opt = true, .one_of = "manage|select",		\
	    .doc = "select: only those who can be given something to do") \
	F(T, str,  sort, .opt = true, .one_of = MEMBER_SORT,		\
	    .doc = "What to sort by, with - downwards; left out: oldest first") \
	PAGE_IN(F, T, 100, 1000)
#define OUT(F, T)	PAGE_OUT(F, T, user)
RECORD(user_list_in, IN);
RECORD(user_page, OUT);

METHOD(user_list, user_list_in, user_page,
	.name       = "user.list",
	.summary    = "List the users of a tenant, an MSP or the platform.",
	.perm       = PERM_user_read,
	.tx         = TX_READ,
	.errors     = ERRS(E_not_found),
	.rest       = "GET /v1/admin/tenants/{tenant_id}/users",
	.rest_items = "items",
	.example    = "{\"status\":\"active\",\"limit\":50}");

static bool
user_list(struct call *c, const struct user_list_in *in, struct user_page *out)
{
	bool select = in->for_ != NULL && strcmp(in->for_, "select") == 0;
	const struct member_query query = {
		.status = select ? "active" : in->status, .role = in->role,
		.text = in->query, .sort = in->sort,
		.not_signed_in_since = in->not_signed_in_since,
	};
	struct tenant_row t;
	struct member_list rows;
	struct user *items;
	struct page page;
	size_t n;

	if (!page_open(c, in->limit, in->offset, in->cursor, SORTED, &page) ||
	    !caller_target_list(c, in->tenant_id, PERM_user_read, &t) ||
	    !member_page(c, &t, &query, &page, &rows, &out->total))
		return false;
	n = page_shown(&page, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		member_user(c, &rows.at[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = member_next(c, &query, &page, &rows);
	return true;
}
