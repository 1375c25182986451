/* SPDX-License-Identifier: MIT */
#include "model/template.h"

#define IN(F, T)	PAGE_IN(F, T, 100, 1000)
#define OUT(F, T)	PAGE_OUT(F, T, template)
RECORD(template_list_in, IN);
RECORD(template_page, OUT);

METHOD_AS(template_list, list, template_list_in, template_page,
	.name    = "template.list",
	.summary = "List the templates for new tenants.",
	.perm    = PERM_package_read,
	.tx      = TX_READ);

static bool
list(struct call *c, const struct template_list_in *in,
     struct template_page *out)
{
	struct template_rows rows;
	struct template *items;
	struct page p;
	size_t n;

	if (!page_open(c, in->limit, in->offset, in->cursor, OLDEST_FIRST, &p) ||
	    !template_list(c, c->who->tenant_id, &p, &rows, &out->total))
		return false;
	n = page_shown(&p, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		template_object(c, &rows.at[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = n == 0 ? NULL : page_next(c, &p, rows.n,
	    rows.at[n - 1].id);
	return true;
}
