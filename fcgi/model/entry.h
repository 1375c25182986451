/* SPDX-License-Identifier: MIT */
/*
 * entry — a person comes in: from the proof of who she is to a session.
 */
#ifndef MODEL_ENTRY_H
#define MODEL_ENTRY_H

#include "model/account.h"
#include "model/objects.h"

/* What is missing until a session is a whole one. */
#define MFA_NEED(F, T)							\
	F(T, bool, required, .doc = "Whether the session is restricted until then") \
	F(T, strs, methods, .doc = "What this person can prove it with; empty: to be enrolled first")
RECORD_STRUCT(mfa_need, MFA_NEED);

/* The members that every answer has that lets somebody in. */
#define ENTERED(F, T)							\
	F(T, rec, session, session, .doc = "The new session")		\
	F(T, rec, user, user, .doc = "Who signed in")			\
	F(T, rec, tenant, tenant_view, .doc = "Where to")		\
	F(T, str, access_token, .opt = true, .doc = "The bearer token, if one was asked for") \
	F(T, rec, mfa, mfa_need, .opt = true, .doc = "The second factor that is still needed")
RECORD_STRUCT(entered, ENTERED);

#define SESSION_KIND(F, T)						\
	F(T, str, session, .opt = true, .one_of = "cookie|token",	\
	    .doc = "How the session is kept: cookie (default), or token for a bearer token")

struct entry {
	const struct account_row *account;
	const struct tenant_row *tenant;
	struct id host_id;		/* the row of the host where it happens */
	const char *kind;		/* cookie, token; NULL: cookie */
	bool remember;
};

/* bad_origin if a session by cookie is asked for from a page elsewhere. */
MUST_USE bool entry_allowed(struct call *, const char *kind);

/* Opens the session, restricted if a second factor or a new password is due, and notes the
 * sign-in; the caller of the method is the audit's actor.  user_inactive if the membership
 * is not active. */
MUST_USE bool entry_open(struct call *, const struct entry *, struct entered *out);

/* The caller proved more: her session goes on at that level under a new value. */
MUST_USE bool entry_renew(struct call *, const char *level, struct entered *out);

/* The caller goes on in another tenant, where she is an active member. */
MUST_USE bool entry_switch(struct call *, const struct tenant_row *,
			   struct entered *out);

/* As the contract shows it. */
void entry_tenant(const struct tenant_row *, const struct settings *,
		  struct branding *out_branding, struct tenant_view *out);

#endif
