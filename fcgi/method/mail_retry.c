/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"

#define IN(F, T)							\
	F(T, id,  mail_id, .kind = KIND_mail, .doc = "One that has not arrived")
#define OUT(F, T)							\
	F(T, rec, delivery, delivery, .doc = "It is due at once")
RECORD(mail_retry_in,  IN);
RECORD(mail_retry_out, OUT);

METHOD(mail_retry, mail_retry_in, mail_retry_out,
	.name    = "mail.retry",
	.summary = "Try a mail again that failed, waits or was cancelled, for another day.",
	.perm    = PERM_mail_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_not_pending));

static bool
mail_retry(struct call *c, const struct mail_retry_in *in,
	   struct mail_retry_out *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);
	struct mail_view m;

	out->delivery = d;
	return outbox_target(c, in->mail_id, &m) && outbox_retry(c, &m, d);
}
