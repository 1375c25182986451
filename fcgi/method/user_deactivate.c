/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include "model/invitation.h"
#include "model/session.h"

#define IN(F, T)	USER_REF(F, T) REASON(F, T)
RECORD(user_deactivate_in, IN);

METHOD(user_deactivate, user_deactivate_in, user_standing,
	.name      = "user.deactivate",
	.summary   = "Shut a user out at once; all data stays.",
	.perm      = PERM_user_set_status,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_own_status, E_last_admin),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\","
	    "\"reason\":\"left the company\"}");

/* With the status go the sessions, and whatever link could bring her back. */
static bool
shut_out(struct call *c, const struct member_row *m, int64_t *ended)
{
	struct invitation_row open;
	bool found;

	return session_end_member(c, m->id, m->tenant_id, ended) &&
	    invitation_find_open(c, m->tenant_id, m->id, &open, &found) &&
	    (!found || invitation_end(c, &open));
}

static bool
user_deactivate(struct call *c, const struct user_deactivate_in *in,
		struct user_standing *out)
{
	struct member_row m;
	struct tenant_row t;
	int64_t ended;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_set_status,
	    &m, &t) || !call_version(c, m.version) ||
	    !member_is_not_caller(c, &m, E_own_status) ||
	    !member_keep_an_admin(c, &t, &m) ||
	    !member_set_status(c, &m, "inactive") || !shut_out(c, &m, &ended))
		return false;
	call_changed(c, "status", m.status, "inactive");
	if (in->reason != NULL)
		call_changed(c, "reason", NULL, in->reason);
	return member_standing(c, &m, ended, out);
}
