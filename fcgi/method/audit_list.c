/* SPDX-License-Identifier: MIT */
#include "model/audit.h"
#include "model/caller.h"
#include "model/objects.h"
#include "model/page.h"

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Whose; left out: the caller's own")			\
	F(T, id,   actor_id, .opt = true, .kind = KIND_user, .kind2 = KIND_key, \
	    .doc = "Who did it")					\
	F(T, id,   target_id, .opt = true, .doc = "What it was done to") \
	F(T, str,  action, .opt = true, .max = 64, .format = FORMAT_printable, \
	    .doc = "Name of the method")				\
	F(T, time, from, .opt = true, .doc = "Not before")		\
	F(T, time, to, .opt = true, .doc = "Not after")			\
	F(T, int,  limit, .opt = true, .has_def = true, .def = 100,	\
	    .min = 1, .max = 1000, .doc = "Most items of the answer")	\
	F(T, str,  cursor, .opt = true, .max = 64, .format = FORMAT_printable, \
	    .doc = "next_cursor of the page before")
#define OUT(F, T)	PAGE_OUT(F, T, audit_event)
RECORD(audit_list_in, IN);
RECORD(audit_page, OUT);

METHOD_AS(audit_list, list, audit_list_in, audit_page,
	.name    = "audit.list",
	.summary = "Show who did what, newest first.",
	.perm    = PERM_audit_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.example = "{\"action\":\"user.deactivate\",\"limit\":20}");

static bool
list(struct call *c, const struct audit_list_in *in, struct audit_page *out)
{
	const struct audit_filter filter = {
		.actor_id = in->actor_id, .target_id = in->target_id,
		.action = in->action, .from = in->from, .to = in->to,
	};
	struct audit_events events;
	struct tenant_row t;
	struct page p;

	if (!caller_target(c, in->tenant_id, PERM_audit_read, &t) ||
	    !page_open(c, in->limit, INT_ABSENT, in->cursor, NEWEST_FIRST, &p) ||
	    !audit_list(c, t.id, &filter, &p, &events))
		return false;
	out->items.at = events.at;
	out->items.n = page_shown(&p, events.n);
	out->next_cursor = events.n == 0 ? NULL : page_next(c, &p, events.n,
	    events.at[out->items.n - 1].id);
	return true;
}
