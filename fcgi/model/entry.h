/* SPDX-License-Identifier: MIT */
/*
 * entry — a person comes in: from the proof of who she is to a session.
 */
#ifndef MODEL_ENTRY_H
#define MODEL_ENTRY_H

#include "model/account.h"
#include "model/objects.h"

struct entry {
	const struct account_row *account;
	struct id tenant_id;
	struct id host_id;
	const char *kind;		/* cookie, token */
	bool remember;
};

#define MFA_NEED(F, T)							\
	F(T, bool, required, .doc = "Whether the session is restricted until then") \
	F(T, strs, methods, .doc = "What this person can prove it with")
RECORD_STRUCT(mfa_need, MFA_NEED);

struct entered {
	struct session session;
	struct user user;
	struct tenant_view tenant;
	const char *access_token;	/* NULL: a cookie was set */
	const struct mfa_need *mfa;	/* NULL: nothing is missing */
};

/* bad_origin if a session by cookie is asked for from a page elsewhere. */
MUST_USE bool entry_allowed(struct call *, const char *kind);

/* Opens the session, restricted if a second factor or a new password is due, and notes the
 * sign-in.  user_inactive if the membership is not active. */
MUST_USE bool entry_open(struct call *, const struct entry *, struct entered *out);

#endif
