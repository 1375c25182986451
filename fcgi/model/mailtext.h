/* SPDX-License-Identifier: MIT */
/*
 * mailtext — what the mails say, each kind once.
 */
#ifndef MODEL_MAILTEXT_H
#define MODEL_MAILTEXT_H

#include "mail/mail.h"
#include "model/tenant.h"

/* A mail of the outbox with what its text needs. */
#define MAIL_ROW(F, T)							\
	F(T, id,   id)							\
	F(T, id,   tenant_id)						\
	F(T, str,  kind)						\
	F(T, id,   account_id)						\
	F(T, id,   invitation_id)					\
	F(T, str,  to_address)						\
	F(T, str,  language)						\
	F(T, str,  detail)						\
	F(T, int,  attempts)						\
	F(T, time, created_at)						\
	F(T, time, queued_at)						\
	F(T, str,  email)						\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, bool, has_own_password)					\
	F(T, str,  member_status)					\
	F(T, bool, superseded)		/* a newer one of its kind is there */ \
	F(T, str,  invitation_status)					\
	F(T, time, invitation_expires_at)				\
	F(T, str,  invitation_message)					\
	F(T, id,   invited_by)
RECORD_STRUCT(mail_row, MAIL_ROW);

/* Why that mail need not go any more (its invitation was revoked, its account is gone, a
 * newer one has taken its place); NULL: it goes. */
const char *mailtext_why_not(const struct mail_row *);

/* The message of that mail.  Makes and keeps the link or the temporary password that it
 * carries, in the caller's transaction.  *not_sent: why it need not go; NULL: it goes. */
MUST_USE bool mailtext_make(struct call *, const struct mail_row *,
			    struct message *out, const char **not_sent);

#endif
