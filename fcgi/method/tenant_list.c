/* SPDX-License-Identifier: MIT */
#include "model/caller.h"
#include "model/page.h"

#define IN(F, T)							\
	F(T, str, name, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "The tenant of exactly this name, without case")	\
	F(T, str, query, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "Text anywhere in the name")				\
	F(T, str, status, .opt = true, .one_of = "active|suspended|deleted", \
	    .doc = "Only of this status; left out: all but deleted ones") \
	PAGE_IN(F, T, 20, 100)
#define OUT(F, T)	PAGE_OUT(F, T, tenant)
RECORD(tenant_list_in, IN);
RECORD(tenant_page, OUT);

METHOD_AS(tenant_list, list, tenant_list_in, tenant_page,
	.name       = "tenant.list",
	.summary    = "List the tenants that the caller reaches.",
	.perm       = PERM_tenant_read,
	.tx         = TX_READ,
	.rest       = "GET /v1/admin/tenants",
	.rest_items = "items",
	.example    = "{\"name\":\"Acme Corporation\"}");

static bool
list(struct call *c, const struct tenant_list_in *in, struct tenant_page *out)
{
	const struct tenant_filter filter = {in->name, in->query, in->status};
	struct tenant_rows rows;
	struct tenant *items;
	struct page p;
	size_t n;

	if (!page_open(c, in->limit, in->offset, in->cursor, OLDEST_FIRST, &p) ||
	    !tenant_list(c, &filter, &p, &rows, &out->total))
		return false;
	n = page_shown(&p, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		tenant_object(c, &rows.at[i], false, &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = n == 0 ? NULL : page_next(c, &p, rows.n,
	    rows.at[n - 1].id);
	return true;
}
