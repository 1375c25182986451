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
	F(T, str,  email)						\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  invitation_status)					\
	F(T, time, invitation_expires_at)				\
	F(T, str,  invitation_message)					\
	F(T, id,   invited_by)
RECORD_STRUCT(mail_row, MAIL_ROW);

/* The message of that mail.  Makes and keeps the link or the temporary password that it
 * carries, in the caller's transaction.  *not_sent: why it need not go any more (its
 * invitation was revoked, its account is gone); NULL: it goes. */
MUST_USE bool mailtext_make(struct call *, const struct mail_row *,
			    struct message *out, const char **not_sent);

#endif
