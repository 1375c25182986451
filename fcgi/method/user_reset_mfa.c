/* SPDX-License-Identifier: MIT */
#include "model/member.h"
#include "model/mfa.h"
#include "model/session.h"

#define IN(F, T)							\
	F(T, id, user_id, .kind = KIND_user, .doc = "Whose second factor is lost") \
	F(T, id, tenant_id, .opt = true, ANY_TENANT, .doc = "Where she is a member")
RECORD(user_reset_mfa_in, IN);

METHOD(user_reset_mfa, user_reset_mfa_in, user,
	.name = "user.reset_mfa",
	.summary = "Take away a second factor that was lost; the person is told, and signs in anew.",
	.perm = PERM_user_reset_password,
	.tx = TX_WRITE,
	.errors = ERRS(E_not_found, E_mfa_not_enrolled, E_step_up_required));

static bool
user_reset_mfa(struct call *c, const struct user_reset_mfa_in *in,
	       struct user *out)
{
	struct tenant_row t;
	struct member_row m;
	int64_t ended;

	if (!member_target(c, in->tenant_id, in->user_id,
	    PERM_user_reset_password, &m, &t) || !member_is_at_home(c, &m) ||
	    !caller_stepped_up(c))
		return false;
	call_target(c, t.id, m.id);
	if (!mfa_remove(c, m.id) || !session_end_account(c, m.id, &ended) ||
	    !mfa_notify(c, m.id, t.id) || !member_get(c, t.id, m.id, &m))
		return false;
	member_user(c, &m, out);
	return true;
}
