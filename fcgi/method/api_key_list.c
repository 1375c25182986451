/* SPDX-License-Identifier: MIT */
#include "model/api_key.h"

#define IN(F, T)							\
	F(T, id, tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Whose; left out: the caller's own")			\
	PAGE_IN(F, T, 100, 1000)
#define OUT(F, T)	PAGE_OUT(F, T, api_key)
RECORD(api_key_list_in, IN);
RECORD(api_key_page, OUT);

METHOD_AS(api_key_list, list, api_key_list_in, api_key_page,
	.name    = "api_key.list",
	.summary = "List the keys that are not revoked.",
	.perm    = PERM_api_key_manage,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
list(struct call *c, const struct api_key_list_in *in, struct api_key_page *out)
{
	struct api_key_rows rows;
	struct api_key *items;
	struct tenant_row t;
	struct page p;
	size_t n;

	if (!caller_target(c, in->tenant_id, PERM_api_key_manage, &t) ||
	    !page_open(c, in->limit, in->offset, in->cursor, OLDEST_FIRST, &p) ||
	    !api_key_list(c, &t, &p, &rows, &out->total))
		return false;
	n = page_shown(&p, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		api_key_object(c, &rows.at[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = n == 0 ? NULL : page_next(c, &p, rows.n,
	    rows.at[n - 1].id);
	return true;
}
