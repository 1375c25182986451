/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#define OUT(F, T)	F(T, rec, delivery, delivery, .doc = "The mail on its way")
RECORD(user_reset_password_in, USER_REF);
RECORD(user_reset_password_out, OUT);

METHOD(user_reset_password, user_reset_password_in, user_reset_password_out,
	.name    = "user.reset_password",
	.summary = "Mail a user a link to a new password.",
	.perm    = PERM_user_reset_password,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_resend_too_soon, E_mail_not_configured),
	.example = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\"}");

static bool
user_reset_password(struct call *c, const struct user_reset_password_in *in,
		    struct user_reset_password_out *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);
	struct member_row m;
	struct tenant_row t;

	if (!member_target(c, in->tenant_id, in->user_id,
	    PERM_user_reset_password, &m, &t) ||
	    !member_send_reset(c, &t, &m, d))
		return false;
	out->delivery = d;
	return true;
}
