/* SPDX-License-Identifier: MIT */
#include "model/member.h"
#include "model/page.h"
#include "model/session.h"

#define IN(F, T)							\
	F(T, id, user_id, .kind = KIND_user, .doc = "Whose")		\
	F(T, id, tenant_id, ANY_TENANT, .opt = true, .doc = "Where; left out: where the caller reaches this user")
#define OUT(F, T)	PAGE_OUT(F, T, session)
RECORD(session_list_in, IN);
RECORD(session_list_out, OUT);

METHOD_AS(session_list, list_sessions, session_list_in, session_list_out,
	.name = "session.list",
	.summary = "Where a user is signed in to a tenant, newest first.",
	.perm = PERM_session_manage,
	.tx = TX_READ,
	.errors = ERRS(E_not_found));

static bool
list_sessions(struct call *c, const struct session_list_in *in,
	      struct session_list_out *out)
{
	struct tenant_row t;
	struct member_row m;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_session_manage,
	    &m, &t) || !session_list(c, m.id, t.id, &out->items.at,
	    &out->items.n))
		return false;
	out->total = (int64_t)out->items.n;
	return true;
}
