/* SPDX-License-Identifier: MIT */
#include "model/invitation.h"

#define IN(F, T)							\
	F(T, id,  tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where to; left out: the caller's own tenant")	\
	F(T, str, status, .opt = true,					\
	    .one_of = "pending|accepted|revoked|expired",		\
	    .doc = "Only of this status; left out: pending")		\
	F(T, str, query, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "Text anywhere in name or address")			\
	PAGE_IN(F, T, 100, 1000)
#define OUT(F, T)	PAGE_OUT(F, T, invitation)
RECORD(invitation_list_in, IN);
RECORD(invitation_list_out, OUT);

METHOD(invitation_list, invitation_list_in, invitation_list_out,
	.name    = "invitation.list",
	.summary = "List invitations and what became of their mails.",
	.perm    = PERM_invitation_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.example = "{\"status\":\"expired\"}");

static bool
invitation_list(struct call *c, const struct invitation_list_in *in,
		struct invitation_list_out *out)
{
	const struct invitation_query query = {
		.status = in->status == NULL ? "pending" : in->status,
		.text = in->query,
	};
	struct invitation_rows rows;
	struct invitation *items;
	struct tenant_row t;
	struct page page;
	size_t n;

	if (!page_open(c, in->limit, in->offset, in->cursor, OLDEST_FIRST,
	    &page) ||
	    !caller_target_list(c, in->tenant_id, PERM_invitation_read, &t) ||
	    !invitation_page(c, &t, &query, &page, &rows, &out->total))
		return false;
	n = page_shown(&page, rows.n);
	items = arena_array(call_arena(c), n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		invitation_object(c, &rows.at[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	out->next_cursor = n == 0 ? NULL : page_next(c, &page, rows.n,
	    rows.at[n - 1].id);
	return true;
}
