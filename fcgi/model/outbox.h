/* SPDX-License-Identifier: MIT */
/*
 * outbox — a mail is a row in the transaction of its cause.
 *
 * The row holds what is needed to make the mail, and no secret: token or temporary
 * password are made by the keeper when it sends.
 */
#ifndef MODEL_OUTBOX_H
#define MODEL_OUTBOX_H

#include "model/caller.h"
#include "model/objects.h"
#include "model/page.h"

/* Kinds: invitation, password_reset, temporary_password, email_change, and the notices
 * password_changed, mfa_changed, email_changed; test is for nobody in particular. */
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

/* The same of all mails of a kind to a person, and of all of a tenant. */
MUST_USE bool outbox_cancel_kind(struct call *, struct id account,
				 const char *kind);
MUST_USE bool outbox_cancel_tenant(struct call *, struct id tenant);

/* Mails of KIND to one address, whoever sends them: three at once, then one a minute,
 * ten a day.  *allowed says whether one more may be queued, *retry_after in how many
 * seconds it may; a method for people turns that into resend_too_soon, a public one
 * answers as if it had been sent. */
MUST_USE bool outbox_may_send(struct call *, const char *kind, const char *to,
			      bool *allowed, int64_t *retry_after);
/* The same for a method for people: resend_too_soon. */
MUST_USE bool outbox_limit(struct call *, const char *kind, const char *to);

/* ---- for those who look after the mail ---- */

#define MAIL_VIEW(F, T)							\
	F(T, id,   id)							\
	F(T, id,   tenant_id)						\
	F(T, str,  kind)						\
	F(T, str,  to_address)						\
	F(T, str,  language)						\
	F(T, id,   invitation_id)					\
	F(T, str,  state)						\
	F(T, int,  attempts)						\
	F(T, str,  last_error)						\
	F(T, time, next_attempt_at)					\
	F(T, time, updated_at)						\
	F(T, time, created_at)
RECORD_STRUCT(mail_view, MAIL_VIEW);

struct outbox_rows {
	const struct mail_view *at;
	size_t n;
};

/* Mails of the tenants where the caller may manage them, newest first.  STATE and TO (an
 * address, without case): NULL: any.  *total is INT_ABSENT on pages by cursor. */
MUST_USE bool outbox_list(struct call *, const char *state, const char *to,
			  const struct page *, struct outbox_rows *out,
			  int64_t *total);

/* All of one tenant. */
MUST_USE bool outbox_of_tenant(struct call *, struct id tenant,
			       struct outbox_rows *out);

/* One of them, by id. */
MUST_USE bool outbox_target(struct call *, struct id mail, struct mail_view *out);

/* It is due at once, whatever became of it.  Fails with not_pending if it has arrived or
 * need not go any more. */
MUST_USE bool outbox_retry(struct call *, const struct mail_view *,
			   struct delivery *out);

/* It does not go.  Fails with not_pending unless it waits. */
MUST_USE bool outbox_stop(struct call *, const struct mail_view *,
			  struct delivery *out);

/* As the contract shows it. */
void outbox_object(struct call *, const struct mail_view *, struct mail *out);

#endif
