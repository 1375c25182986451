/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include "model/account.h"
#include "model/erasure.h"

#include <string.h>

#define IN(F, T)							\
	USER_REF(F, T)							\
	F(T, str, confirm_email, .max = 254, .format = FORMAT_email,	\
	    .doc = "The login email of whom it is about")
#define OUT(F, T)	F(T, bool, erased, .doc = "True")
RECORD(user_erase_in, IN);
RECORD(user_erase_out, OUT);

METHOD(user_erase, user_erase_in, user_erase_out,
	.name    = "user.erase",
	.summary = "Delete a person's data for good.",
	.perm    = PERM_user_erase,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_own_status, E_last_admin,
	    E_user_exists_elsewhere),
	.example = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\","
	    "\"confirm_email\":\"ann@example.com\"}");

static bool
is_confirmed(struct call *c, const char *confirmed, const struct member_row *m)
{
	struct arena *a = call_arena(c);

	return strcmp(account_email_key(a, confirmed),
	    account_email_key(a, m->email)) == 0 ||
	    fail_param(&c->ctx, "confirm_email", "mismatch",
	    "is not the login email of this user");
}

static bool
user_erase(struct call *c, const struct user_erase_in *in,
	   struct user_erase_out *out)
{
	struct member_row m;
	struct tenant_row t;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_erase, &m,
	    &t) || !member_is_not_caller(c, &m, E_own_status) ||
	    !is_confirmed(c, in->confirm_email, &m) ||
	    !member_keep_an_admin(c, &t, &m) || !erasure_of(c, &t, &m))
		return false;
	out->erased = true;
	return true;
}
