/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"

#define IN(F, T)							\
	F(T, str, to, .max = 254, .format = FORMAT_email, .doc = "Where to")
#define OUT(F, T)							\
	F(T, rec, delivery, delivery, .doc = "It is queued; mail.list tells what became of it")
RECORD(mail_send_test_in,  IN);
RECORD(mail_send_test_out, OUT);

METHOD(mail_send_test, mail_send_test_in, mail_send_test_out,
	.name    = "mail.send_test",
	.summary = "Send a mail that says nothing, to see whether mails arrive.",
	.perm    = PERM_mail_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_mail_not_configured, E_resend_too_soon),
	.example = "{\"to\":\"olga@example.com\"}");

static bool
mail_send_test(struct call *c, const struct mail_send_test_in *in,
	       struct mail_send_test_out *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);
	const struct outbox_mail m = {
		.kind = "test", .tenant_id = c->who->tenant_id, .to = in->to,
		.language = c->ctx.language,
	};

	call_target(c, m.tenant_id, m.tenant_id);
	if (!service(c)->mail_configured)
		return fail(&c->ctx, E_mail_not_configured, "no relay");
	out->delivery = d;
	return outbox_limit(c, m.kind, m.to) && outbox_add(c, &m, d);
}
