/* SPDX-License-Identifier: MIT */
/*
 * offer — an invitation as its link shows it, and its acceptance.
 */
#ifndef MODEL_OFFER_H
#define MODEL_OFFER_H

#include "model/account.h"
#include "model/role.h"
#include "model/token.h"

#define OFFER_ROW(F, T)							\
	F(T, id,  id)							\
	F(T, id,  tenant_id)						\
	F(T, id,  account_id)						\
	F(T, str, status)						\
	F(T, id,  invited_by)						\
	F(T, str, inviter_first_name)	/* both NULL: no person */	\
	F(T, str, inviter_last_name)					\
	F(T, str, first_name)						\
	F(T, str, last_name)						\
	F(T, str, permissions)						\
	F(T, str, member_status)					\
	F(T, bool, elsewhere)		/* a member already */		\
	F(T, id,  role_id)
RECORD_STRUCT(offer_row, OFFER_ROW);

/* What a link of any purpose leads to. */
struct link {
	struct token_row token;
	struct tenant_row tenant;
	struct settings settings;	/* in force there */
	struct account_row account;
};

struct offer {
	struct offer_row row;
	struct role_row role;
	bool has_password;		/* hers, which she proves; else she chooses one */
};

/* What the token of this host stands for; fails as token_get does, and with tenant_suspended.
 * PURPOSES: those that will do, "a|b"; another one is token_unknown. */
MUST_USE bool link_open(struct call *, const char *token, const char *purposes,
			struct link *out);

/* user_inactive unless the person is still a member of what the link was made for, and may
 * come in there; token_revoked if she is none any more. */
MUST_USE bool link_is_member(struct call *, const struct link *);

/* The invitation behind it: token_used if it was accepted by another link, token_revoked,
 * user_inactive if the person was deactivated since. */
MUST_USE bool offer_get(struct call *, const struct link *, struct offer *out);

/* It is accepted, by exactly one caller: another one fails with token_used.  The membership
 * is active. */
MUST_USE bool offer_accept(struct call *, const struct link *,
			   const struct offer *);

/* Name of the person who invites; NULL if none is known, or a program does. */
const char *offer_inviter(struct call *, const struct offer *);

/* The names that the person has so far: her own or, before that, the invitation's. */
const char *offer_first_name(const struct link *, const struct offer *);
const char *offer_last_name(const struct link *, const struct offer *);

#endif
