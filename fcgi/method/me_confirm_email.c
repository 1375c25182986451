/* SPDX-License-Identifier: MIT */
#include "model/offer.h"
#include "model/outbox.h"

#include <string.h>

#define IN(F, T)							\
	F(T, str, token, .max = 128, .secret = true, .doc = "What stands behind # in the link")
RECORD(me_confirm_email_in, IN);

METHOD_AS(me_confirm_email, confirm, me_confirm_email_in, nothing,
	.name    = "me.confirm_email",
	.summary = "Confirm the new communication email with the link that was sent to it.",
	.perm    = PERM_PUBLIC,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_token_unknown, E_token_used, E_token_expired,
	    E_token_revoked, E_user_inactive, E_tenant_suspended, E_not_found));

/* The login email is what stands there while nothing else does. */
static bool
set_address(struct call *c, const struct link *l)
{
	struct arena *a = call_arena(c);
	const char *email = l->token.email;

	if (strcmp(account_email_key(a, email),
	    account_email_key(a, l->account.email)) == 0)
		email = "";
	call_changed(c, "communication_email", account_mail_address(&l->account),
	    l->token.email);
	return account_update_profile(c, l->account.id, NULL, NULL, NULL, email);
}

/* To the address that was: if it was not the person's doing, she reads it there. */
static bool
tell_old_address(struct call *c, const struct link *l)
{
	return outbox_add(c, &(struct outbox_mail){
		.kind = "email_changed", .tenant_id = l->tenant.id,
		.account_id = l->account.id,
		.to = account_mail_address(&l->account),
		.language = l->account.language,
	}, NULL);
}

static bool
confirm(struct call *c, const struct me_confirm_email_in *in,
	struct nothing *out)
{
	struct link l;

	(void)out;
	if (!link_open(c, in->token, "email_change", &l) ||
	    !link_is_member(c, &l))
		return false;
	call_target(c, l.tenant.id, l.account.id);
	c->audit_actor = l.account.id;
	c->audit_actor_name = l.account.email;
	return token_use(c, &l.token) && set_address(c, &l) &&
	    tell_old_address(c, &l);
}
