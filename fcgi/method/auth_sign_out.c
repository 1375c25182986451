/* SPDX-License-Identifier: MIT */
#include "model/session.h"

#include <string.h>

#define IN(F, T)							\
	F(T, bool, all, .opt = true, .doc = "Every session of this person, everywhere")
#define OUT(F, T)							\
	F(T, int, sessions_ended, .doc = "How many have ended")
RECORD(auth_sign_out_in, IN);
RECORD(auth_sign_out_out, OUT);

METHOD(auth_sign_out, auth_sign_out_in, auth_sign_out_out,
	.name = "auth.sign_out",
	.summary = "End this session, or all of one's own.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.restricted = true,
	.errors = ERRS(E_not_found));

static bool
auth_sign_out(struct call *c, const struct auth_sign_out_in *in,
	      struct auth_sign_out_out *out)
{
	const struct caller *who = c->who;

	call_target(c, who->tenant_id, who->id);
	if (strcmp(who->session_kind, "cookie") == 0)
		session_clear_cookie(c);
	if (in->all)
		return session_end_account(c, who->id, &out->sessions_ended);
	return session_end_one(c, who->id, (struct id){{0}}, who->session_id,
	    &out->sessions_ended);
}
