/* SPDX-License-Identifier: MIT */
#include "model/offer.h"
#include "model/outbox.h"
#include "model/session.h"
#include "model/throttle.h"

#define IN(F, T)							\
	F(T, str, token, .max = 128, .secret = true, .doc = "What stands behind # in the link") \
	F(T, str, new_password, .max = 1024, .secret = true, .doc = "The new password")
#define OUT(F, T)							\
	F(T, int, sessions_ended, .doc = "Every session of this person has ended")
RECORD(auth_reset_password_in, IN);
RECORD(auth_reset_password_out, OUT);

METHOD(auth_reset_password, auth_reset_password_in, auth_reset_password_out,
	.name = "auth.reset_password",
	.summary = "Choose a new password with the link from a mail. Nobody is signed in by that, and a second factor stays.",
	.perm = PERM_PUBLIC,
	.tx = TX_WRITE,
	.secret = true,
	.errors = ERRS(E_token_unknown, E_token_used, E_token_expired,
	    E_token_revoked, E_password_weak, E_user_inactive,
	    E_tenant_suspended));

static bool
set_password(struct call *c, const struct link *l, const char *password,
	     int64_t *ended)
{
	const struct account_row *a = &l->account;

	return account_set_password(c, a->id, password) &&
	    throttle_clear_address(c, a->email) &&
	    session_end_account(c, a->id, ended) &&
	    outbox_add(c, &(struct outbox_mail){.kind = "password_changed",
	    .tenant_id = l->tenant.id, .account_id = a->id,
	    .to = account_mail_address(a), .language = a->language}, NULL);
}

static bool
auth_reset_password(struct call *c, const struct auth_reset_password_in *in,
		    struct auth_reset_password_out *out)
{
	struct link l;

	if (!link_open(c, in->token, "password_reset", &l) || !link_is_member(c, &l))
		return false;
	call_target(c, l.tenant.id, l.account.id);
	c->audit_actor = l.account.id;
	c->audit_actor_name = l.account.email;
	return account_check_password(c, &l.account, &l.settings, l.tenant.name,
	    in->new_password, "new_password") && token_use(c, &l.token) &&
	    set_password(c, &l, in->new_password, &out->sessions_ended);
}
