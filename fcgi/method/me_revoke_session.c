/* SPDX-License-Identifier: MIT */
#include "model/session.h"

#include <string.h>

#define IN(F, T)							\
	F(T, id, session_id, .kind = KIND_session, .doc = "One of the own sessions")
#define OUT(F, T)							\
	F(T, int, sessions_ended, .doc = "1")
RECORD(me_revoke_session_in, IN);
RECORD(me_revoke_session_out, OUT);

METHOD(me_revoke_session, me_revoke_session_in, me_revoke_session_out,
	.name = "me.revoke_session",
	.summary = "End one of the own sessions.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.errors = ERRS(E_not_found));

static bool
me_revoke_session(struct call *c, const struct me_revoke_session_in *in,
		  struct me_revoke_session_out *out)
{
	const struct caller *who = c->who;

	call_target(c, who->tenant_id, in->session_id);
	if (id_equal(in->session_id, who->session_id) &&
	    strcmp(who->session_kind, "cookie") == 0)
		session_clear_cookie(c);
	return session_end_one(c, who->id, (struct id){{0}}, in->session_id,
	    &out->sessions_ended);
}
