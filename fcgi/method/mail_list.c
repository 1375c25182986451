/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"

#define IN(F, T)							\
	F(T, str, state, .opt = true,					\
	    .one_of = "queued|sent|deferred|failed|cancelled",		\
	    .doc = "Only those")					\
	F(T, str, to, .opt = true, .max = 254, .doc = "Only to this address") \
	PAGE_IN(F, T, 100, 1000)
#define OUT(F, T)	PAGE_OUT(F, T, mail)
RECORD(mail_list_in,  IN);
RECORD(mail_list_out, OUT);

METHOD(mail_list, mail_list_in, mail_list_out,
	.name    = "mail.list",
	.summary = "The outbox, newest first: what was sent, what waits, what failed and why.",
	.perm    = PERM_mail_manage,
	.tx      = TX_READ,
	.example = "{\"state\":\"failed\"}");

static bool
mail_list(struct call *c, const struct mail_list_in *in,
	  struct mail_list_out *out)
{
	struct outbox_rows rows;
	struct page page;
	struct mail *items;
	size_t n;

	if (!page_open(c, in->limit, in->offset, in->cursor, NEWEST_FIRST,
	    &page) || !outbox_list(c, in->state, in->to, &page, &rows,
	    &out->total))
		return false;
	n = page_shown(&page, rows.n);
	items = arena_array(call_arena(c), n + 1, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		outbox_object(c, &rows.at[i], &items[i]);
	out->items.at = items;
	out->items.n = n;
	if (n > 0)
		out->next_cursor = page_next(c, &page, rows.n,
		    items[n - 1].id);
	return true;
}
