/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"

#define IN(F, T)							\
	F(T, id,  mail_id, .kind = KIND_mail, .doc = "One that waits")
#define OUT(F, T)							\
	F(T, rec, delivery, delivery, .doc = "Cancelled")
RECORD(mail_cancel_in,  IN);
RECORD(mail_cancel_out, OUT);

METHOD(mail_cancel, mail_cancel_in, mail_cancel_out,
	.name    = "mail.cancel",
	.summary = "Cancel a mail that waits.",
	.perm    = PERM_mail_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_not_pending));

static bool
mail_cancel(struct call *c, const struct mail_cancel_in *in,
	   struct mail_cancel_out *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);
	struct mail_view m;

	out->delivery = d;
	return outbox_target(c, in->mail_id, &m) && outbox_stop(c, &m, d);
}
