/* SPDX-License-Identifier: MIT */
#include "model/page.h"
#include "model/session.h"

#define OUT(F, T)	PAGE_OUT(F, T, session)
RECORD(me_list_sessions_out, OUT);

METHOD(me_list_sessions, nothing, me_list_sessions_out,
	.name = "me.list_sessions",
	.summary = "Where the caller is signed in, newest first.",
	.perm = PERM_OWN,
	.tx = TX_READ);

static bool
me_list_sessions(struct call *c, const struct nothing *in,
		 struct me_list_sessions_out *out)
{
	(void)in;
	if (!session_list(c, c->who->id, (struct id){{0}}, &out->items.at,
	    &out->items.n))
		return false;
	out->total = (int64_t)out->items.n;
	return true;
}
