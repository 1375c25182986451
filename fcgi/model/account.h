/* SPDX-License-Identifier: MIT */
/*
 * account — a person, known by the login email.
 */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include "model/caller.h"

#define ACCOUNT_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, str,  email)						\
	F(T, str,  communication_email)	/* NULL: the login email */	\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, str,  password_hash)					\
	F(T, time, password_changed_at)					\
	F(T, time, password_expires_at)					\
	F(T, bool, must_change_password)				\
	F(T, bool, mfa_enabled)						\
	F(T, id,   home_tenant_id)					\
	F(T, time, created_at)
RECORD_STRUCT(account_row, ACCOUNT_ROW);

/* The form under which addresses compare: ASCII lower case. */
const char *account_email_key(struct arena *, const char *email);

MUST_USE bool account_get(struct call *, struct id, struct account_row *out);
MUST_USE bool account_find(struct call *, const char *email,
			   struct account_row *out, bool *found);

/* A new account without a password.  The address must be free. */
MUST_USE bool account_insert(struct call *, const struct account_row *);

/* Sets what is not NULL (communication_email "" goes back to the login email). */
MUST_USE bool account_update_profile(struct call *, struct id,
    const char *first_name, const char *last_name, const char *language,
    const char *communication_email);

/* password_weak unless it is one that SETTINGS allow for this person: password_min_length
 * characters or more, at most 1,024 bytes.  What names person, tenant or product counts
 * for nothing, as do the commonest passwords and runs such as 1234: half of the length
 * must be something else.  FIELD is the parameter to blame. */
MUST_USE bool account_check_password(struct call *, const struct account_row *,
    const struct settings *, const char *tenant_name, const char *password,
    const char *field);

/* Fewest characters of a password where these settings hold. */
int64_t account_password_length(const struct settings *);

/* Hashes and stores it; it is no longer temporary.  Reset links die with it, and no device
 * is remembered any more. */
MUST_USE bool account_set_password(struct call *, struct id, const char *password);

/* Where a mail to the person goes. */
const char *account_mail_address(const struct account_row *);

#endif
