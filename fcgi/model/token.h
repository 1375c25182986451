/* SPDX-License-Identifier: MIT */
/*
 * token — what a mailed link stands for: 256 random bits, kept as a hash, bound to
 * purpose, account and host, good for one use.
 */
#ifndef MODEL_TOKEN_H
#define MODEL_TOKEN_H

#include "model/tenant.h"

#define TOKEN_ROW(F, T)							\
	F(T, bytes, hash)						\
	F(T, str,  purpose)						\
	F(T, id,   account_id)						\
	F(T, id,   tenant_id)						\
	F(T, id,   host_id)						\
	F(T, id,   invitation_id)					\
	F(T, str,  email)						\
	F(T, time, expires_at)						\
	F(T, time, used_at)						\
	F(T, time, revoked_at)
RECORD_STRUCT(token_row, TOKEN_ROW);

/* Purposes: invitation (also access links of it: purpose access_link), password_reset,
 * email_change.  The link leads to /invite#, /reset#, /confirm#. */
struct token_new {
	const char *purpose;
	struct id account_id, tenant_id, host_id, invitation_id;
	const char *email;
	int64_t expires_at;
};

/* Makes one; *out_url is https://HOST/PATH#TOKEN.  Of one invitation or account and
 * purpose at most ten live; the oldest is revoked. */
MUST_USE bool token_issue(struct call *, const struct token_new *, const char *host,
			  const char **out_url);

/* The row behind a token on this host, unused, not expired, not revoked: else token_unknown,
 * token_used, token_expired, token_revoked.  Changes nothing. */
MUST_USE bool token_get(struct call *, const char *token, struct token_row *out);

/* Uses it up: of two at the same time exactly one returns true, the other fails with
 * token_used. */
MUST_USE bool token_use(struct call *, const struct token_row *);

/* All that still live die. */
MUST_USE bool token_revoke_invitation(struct call *, struct id tenant, struct id invitation);
MUST_USE bool token_revoke_account(struct call *, struct id account, const char *purpose);

#endif
