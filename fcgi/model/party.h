/* SPDX-License-Identifier: MIT */
/*
 * party — the people of one invitation_make_all(), between the question about their
 * addresses and the rows that are written.
 */
#ifndef MODEL_PARTY_H
#define MODEL_PARTY_H

#include "model/invitation.h"

/* What is known of one address.  Without an account only the last two count. */
#define INVITE_STATE(F, T)						\
	F(T, int,  place)		/* from 1 */			\
	F(T, id,   account_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)					\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, str,  status)		/* of the membership here; NULL: none */ \
	F(T, bool, elsewhere)						\
	F(T, bool, erased)						\
	F(T, int,  mails)		/* of the last day */
RECORD_STRUCT(invite_state, INVITE_STATE);

enum plan {
	PLAN_none,	/* failed or skipped */
	PLAN_new,	/* an account is made */
	PLAN_offer,	/* a membership for somebody who has an account */
	PLAN_renew	/* an inactive member begins anew (C3) */
};

struct guest {
	const struct invitee *who;
	const struct invite_state *state;
	const struct role_row *role;
	enum plan plan;
	bool retire;		/* the account of a removed person leaves the address */
	struct id account_id;
	struct invite_result *out;
};

/* One call of invitation_make_all. */
struct party {
	struct call *c;
	const struct tenant_row *t;
	const struct invite_options *opt;
	bool single;			/* opt->path is the person's own */
	struct guest *at;
	size_t n;

	struct settings settings;
	struct strs required, domains;
	const struct role_row *roles;
	size_t role_count;
	bool direct, temporary, multi, reuse;
	const char *on_existing;
	const char *mail_kind;
	int64_t ttl, seats;
	const char *blame;		/* the setting behind a fault */
};

/* Settings, roles and seats, as they are now.  The row of the tenant is locked. */
MUST_USE bool party_open(struct party *);

/* What is missing in the parameters is a fault of the whole call. */
MUST_USE bool party_check(struct party *);

/* Everybody gets a plan or an error; false only if the call itself fails. */
MUST_USE bool party_decide(struct party *, size_t *out_failed);

/* Where the mail of somebody who has a plan goes. */
const char *party_mail_to(const struct guest *);

/* The rows of all who have a plan; their results are filled. */
MUST_USE bool party_write(struct party *);

#endif
