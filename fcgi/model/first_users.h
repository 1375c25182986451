/* SPDX-License-Identifier: MIT */
/*
 * first_users — the people with whom a tenant begins, up to a thousand at once.
 *
 * One of them who cannot be invited, whatever the reason, fails alone (R90); of those
 * with the same address the first wins (C16).
 */
#ifndef MODEL_FIRST_USERS_H
#define MODEL_FIRST_USERS_H

#include "model/invitation.h"

#define MOST_FIRST_USERS	1000

/* Addresses are looked at later: a malformed one is no fault of the call. */
#define FIRST_USER(F, T)						\
	F(T, str, email, .empty = true, .doc = "Login email")		\
	F(T, str, first_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "First name")					\
	F(T, str, last_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "Last name")						\
	F(T, str, role, .opt = true, .max = 64, .doc = "Name of a role of the tenant") \
	F(T, str, language, .opt = true, .format = FORMAT_language,	\
	    .doc = "Of the mail, and of the person from then on")	\
	F(T, str, communication_email, .opt = true, .empty = true,	\
	    .doc = "Where mails go instead of the login email")
RECORD_STRUCT(first_user, FIRST_USER);

struct first_users_result {
	int64_t created;
	struct strs failed;	/* addresses as they were given */
};

/* Invites them into T, which is new. */
MUST_USE bool first_users_invite(struct call *, const struct tenant_row *t,
				 const struct first_user *, size_t n,
				 bool send_email,
				 struct first_users_result *out);

#endif
