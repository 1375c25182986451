/* SPDX-License-Identifier: MIT */
#include "model/caller.h"
#include "model/page.h"

#define IN(F, T)	PAGE_IN(F, T, 20, 100)
#define OUT(F, T)	PAGE_OUT(F, T, msp)
RECORD(msp_list_in, IN);
RECORD(msp_page, OUT);

METHOD_AS(msp_list, list, msp_list_in, msp_page,
	.name    = "msp.list",
	.summary = "List all MSPs.",
	.perm    = PERM_msp_manage,
	.tx      = TX_READ);

static bool
list(struct call *c, const struct msp_list_in *in, struct msp_page *out)
{
	struct tenant_rows rows;
	struct msp *items;
	struct page p;
	size_t n;

	if (!page_open(c, in->limit, in->offset, in->cursor, OLDEST_FIRST, &p) ||
	    !msp_list(c, &p, &rows, &out->total))
		return false;
	n = page_shown(&p, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = n == 0 ? NULL : page_next(c, &p, rows.n,
	    rows.at[n - 1].id);
	return msp_objects(c, rows.at, n, items);
}
