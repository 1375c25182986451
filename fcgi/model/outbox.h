/* SPDX-License-Identifier: MIT */
/*
 * outbox — a mail is a row in the transaction of its cause.
 *
 * The row holds what is needed to make the mail, and no secret: token or temporary
 * password are made by the keeper when it sends.
 */
#ifndef MODEL_OUTBOX_H
#define MODEL_OUTBOX_H

#include "model/objects.h"
#include "model/tenant.h"

/* Kinds: invitation, password_reset, temporary_password, email_change, and the notices
 * password_changed, mfa_changed, email_changed. */
struct outbox_mail {
	const char *kind;
	struct id tenant_id;		/* whose branding and sender */
	struct id account_id;
	struct id invitation_id;	/* zero: none */
	const char *to;
	const char *language;
	const struct json *detail;	/* texts for the letter; NULL: {} */
};

/* Queues it.  *out may be NULL. */
MUST_USE bool outbox_add(struct call *, const struct outbox_mail *,
			 struct delivery *out);

/* Many of one kind at once (array binding). */
MUST_USE bool outbox_add_all(struct call *, const struct outbox_mail *, size_t n);

/* The newest mail of an invitation; *found says whether there is one. */
MUST_USE bool outbox_of_invitation(struct call *, struct id tenant,
				   struct id invitation, struct delivery *out,
				   bool *found);

/* Mails of an invitation that wait are cancelled (it was revoked or sent anew). */
MUST_USE bool outbox_cancel(struct call *, struct id tenant, struct id invitation);

/* Mails of KIND to one address, whoever sends them: three at once, then one a minute,
 * ten a day.  *allowed says whether one more may be queued, *retry_after in how many
 * seconds it may; a method for people turns that into resend_too_soon, a public one
 * answers as if it had been sent. */
MUST_USE bool outbox_may_send(struct call *, const char *kind, const char *to,
			      bool *allowed, int64_t *retry_after);

#endif
