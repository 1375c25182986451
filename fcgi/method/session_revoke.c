/* SPDX-License-Identifier: MIT */
#include "model/member.h"
#include "model/session.h"

#define IN(F, T)							\
	F(T, id, user_id, .kind = KIND_user, .doc = "Whose")		\
	F(T, id, session_id, .opt = true, .kind = KIND_session, .doc = "Which; left out: all in this tenant") \
	F(T, id, tenant_id, ANY_TENANT, .opt = true, .doc = "Where; left out: where the caller reaches this user")
#define OUT(F, T)							\
	F(T, int, sessions_ended, .doc = "How many have ended")
RECORD(session_revoke_in, IN);
RECORD(session_revoke_out, OUT);

METHOD(session_revoke, session_revoke_in, session_revoke_out,
	.name = "session.revoke",
	.summary = "End a user's sessions in a tenant, or one of them.",
	.perm = PERM_session_manage,
	.tx = TX_WRITE,
	.errors = ERRS(E_not_found));

static bool
session_revoke(struct call *c, const struct session_revoke_in *in,
	       struct session_revoke_out *out)
{
	struct tenant_row t;
	struct member_row m;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_session_manage,
	    &m, &t))
		return false;
	call_target(c, t.id, m.id);
	if (id_is_null(in->session_id))
		return session_end_member(c, m.id, t.id, &out->sessions_ended);
	return session_end_one(c, m.id, t.id, in->session_id,
	    &out->sessions_ended);
}
