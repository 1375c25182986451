/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#include <string.h>

#define IN(F, T)							\
	F(T, str, status, .opt = true, .one_of = "unassigned|assigned",	\
	    .doc = "Only those in stock, or those that a tenant has")	\
	F(T, id,  type_id, .opt = true, .kind = KIND_pkgtype, .doc = "Only of this type") \
	F(T, id,  tenant_id, .opt = true, ANY_TENANT, .doc = "Only of this tenant") \
	PAGE_IN(F, T, 100, 1000)
#define OUT(F, T)	PAGE_OUT(F, T, package)
RECORD(package_list_in, IN);
RECORD(package_page, OUT);

METHOD_AS(package_list, list, package_list_in, package_page,
	.name    = "package.list",
	.summary = "List packages: in stock, and those of tenants.",
	.perm    = PERM_package_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.example = "{\"status\":\"unassigned\"}");

/* A tenant's own people see what it has, not the stock that it came from. */
static struct package_filter
filter_of(const struct caller *who, const struct package_list_in *in)
{
	return (struct package_filter){
		.type_id = in->type_id,
		.tenant_id = who->level == LEVEL_tenant ? who->tenant_id :
		    in->tenant_id,
		.assigned = in->status == NULL ? INT_ABSENT :
		    strcmp(in->status, "assigned") == 0,
	};
}

static bool
list(struct call *c, const struct package_list_in *in, struct package_page *out)
{
	const struct package_filter filter = filter_of(c->who, in);
	struct package_rows rows;
	struct package *items;
	struct tenant_row t;
	struct page p;
	size_t n;

	if (!id_is_null(in->tenant_id) &&
	    !caller_target(c, in->tenant_id, PERM_package_read, &t))
		return false;
	if (!page_open(c, in->limit, in->offset, in->cursor, OLDEST_FIRST, &p) ||
	    !package_list(c, &filter, &p, &rows, &out->total))
		return false;
	n = page_shown(&p, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		package_object(&rows.at[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = n == 0 ? NULL : page_next(c, &p, rows.n,
	    rows.at[n - 1].id);
	return true;
}
