/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"
#include "model/token.h"

#define IN(F, T)							\
	F(T, str, email, .max = 254, .format = FORMAT_email,		\
	    .doc = "Where mails are to go from now on")
#define OUT(F, T)							\
	F(T, rec, delivery, delivery, .doc = "Of the mail with the link to confirm it")
RECORD(me_change_communication_email_in,  IN);
RECORD(me_change_communication_email_out, OUT);

METHOD_AS(me_change_communication_email, change, me_change_communication_email_in,
	me_change_communication_email_out,
	.name    = "me.change_communication_email",
	.summary = "Have one's mails go elsewhere, once the link that is sent there was followed.",
	.perm    = PERM_OWN,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_step_up_required, E_mail_not_configured,
	    E_resend_too_soon));

static const struct json *
detail_of(struct arena *a, const char *email)
{
	struct json *detail = json_new(a, JSON_OBJECT);

	json_set(a, detail, "email", json_string(a, email));
	return detail;
}

/* What was asked for before is void: a mistyped address would be good for the rest of
 * its day.  Mails first: whoever has one in hand keeps its link before we look. */
static bool
forget_earlier(struct call *c, const char *kind)
{
	return outbox_cancel_kind(c, c->who->id, kind) &&
	    token_revoke_account(c, c->who->id, kind);
}

static bool
change(struct call *c, const struct me_change_communication_email_in *in,
       struct me_change_communication_email_out *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);
	const struct outbox_mail m = {
		.kind = "email_change", .tenant_id = c->who->tenant_id,
		.account_id = c->who->id, .to = in->email,
		.language = c->who->language,
		.detail = detail_of(call_arena(c), in->email),
	};

	if (!caller_stepped_up(c))
		return false;
	if (!service(c)->mail_configured)
		return fail(&c->ctx, E_mail_not_configured, "no relay");
	call_target(c, m.tenant_id, m.account_id);
	out->delivery = d;
	return outbox_limit(c, m.kind, m.to) && forget_earlier(c, m.kind) &&
	    outbox_add(c, &m, d);
}
