/* SPDX-License-Identifier: MIT */
/*
 * invitation — the offer of a membership, from its making to its end.
 *
 * A pending one whose time is over is `expired` wherever one looks, and can be sent again.
 * Links are made by the keeper when it sends the mail; only an access link is made here.
 */
#ifndef MODEL_INVITATION_H
#define MODEL_INVITATION_H

#include "model/member.h"

#define INVITATION_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, id,   tenant_id)						\
	F(T, id,   account_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)	/* NULL: the login email */	\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, id,   role_id)						\
	F(T, str,  role_name)						\
	F(T, str,  permissions)						\
	F(T, str,  message)						\
	F(T, str,  status)	/* pending, expired, accepted, revoked */ \
	F(T, id,   invited_by)						\
	F(T, int,  send_count)						\
	F(T, int,  ttl_seconds)						\
	F(T, time, expires_at)						\
	F(T, time, accepted_at)						\
	F(T, int,  version)						\
	F(T, time, created_at)						\
	F(T, str,  delivery_state)	/* newest mail; NULL: none */	\
	F(T, int,  delivery_attempts)					\
	F(T, str,  delivery_error)					\
	F(T, time, delivery_next_at)					\
	F(T, time, delivery_updated_at)
RECORD_STRUCT(invitation_row, INVITATION_ROW);

/* ---- making (invitation_make.c) ---- */

/* One person to be invited; everything is checked already but the rules. */
struct invitee {
	const char *email;
	const char *role;		/* NULL: the setting default_role */
	const char *first_name, *last_name, *communication_email, *language;
	struct strs permissions;
	int64_t access_expires_at;
};

struct invite_options {
	bool send_email;
	const char *message;		/* may be NULL */
	int64_t expires_in_hours;	/* INT_ABSENT: the setting */
	const char *on_existing;	/* reject, reactivate, skip; NULL: by the setting */
	const char *path;		/* of the people in the parameters: what is missing
					 * there is a fault of the whole call; NULL: it
					 * fails that person alone */
	bool all_or_nothing;		/* one who fails is enough that nobody is invited */
	bool check_only;		/* nobody is invited, whatever comes of it */
	int64_t counted;		/* people whom caller_enter() has counted already */
};

struct invite_result {
	const struct error *error;	/* NULL: it worked */
	bool skipped;			/* is here already: nothing was to be done */
	struct invitation_row row;	/* if it worked and was not skipped */
};

/* Invites people into T: account (if the address is new), membership, invitation, mail for
 * each.  All rules of the contract apply, and fail the person whom they concern with
 * their reasons (email_taken, already_member, user_exists_elsewhere, email_used_before,
 * role_not_assignable, grant_not_held, domain_not_allowed, seat_limit, resend_too_soon);
 * *out_failed is their number.  No address may stand there twice.  The caller's right to
 * invite was checked, and the row of T is locked by caller_enter() or new. */
MUST_USE bool invitation_make_all(struct call *, const struct tenant_row *t,
				  const struct invitee *, size_t n,
				  const struct invite_options *,
				  struct invite_result *out, size_t *out_failed);

/* One person alone, at options->path: her failure is that of the call.  *out may be NULL. */
MUST_USE bool invitation_make(struct call *, const struct tenant_row *t,
			      const struct invitee *, const struct invite_options *,
			      struct invitation_row *out);

/* duplicate_emails with the positions of all that stand there more than once. */
MUST_USE bool invitation_no_duplicates(struct call *, const struct invitee *, size_t n);

/* ---- reading ---- */

/* Within the caller's reach, by id. */
MUST_USE bool invitation_target(struct call *, struct id invitation, unsigned perm,
				struct invitation_row *out,
				struct tenant_row *out_tenant);

/* As it stands now. */
MUST_USE bool invitation_reload(struct call *, struct invitation_row *);

/* The open one of a member; *found says whether there is one. */
MUST_USE bool invitation_find_open(struct call *, struct id tenant,
				   struct id account, struct invitation_row *out,
				   bool *found);

struct invitation_query {
	const char *status;		/* pending, accepted, revoked, expired */
	const char *text;		/* NULL: any */
};
struct invitation_rows {
	const struct invitation_row *at;
	size_t n;
};

/* One page, oldest first, and how many there are (INT_ABSENT by cursor). */
MUST_USE bool invitation_page(struct call *, const struct tenant_row *t,
			      const struct invitation_query *, const struct page *,
			      struct invitation_rows *out, int64_t *out_total);

/* As the contract shows it. */
void invitation_object(struct call *, const struct invitation_row *,
		       struct invitation *out);

/* ---- changes: each makes the row a version newer ---- */

/* not_pending unless it can still be accepted or sent again (expired ones can be sent). */
MUST_USE bool invitation_is_pending(struct call *, const struct invitation_row *);

/* Sends it (again): links that are about die, mails that wait are cancelled, its time begins
 * anew, and the caller stands for it from now on if she may give what it offers.
 * resend_too_soon.  *row is then as it stands; *out may be NULL. */
MUST_USE bool invitation_send(struct call *, const struct tenant_row *t,
			      struct invitation_row *row, struct delivery *out);

/* What is to be different; NULL and an absent list leave as it is, "" clears. */
struct invitation_change {
	const char *first_name, *last_name, *communication_email, *language;
	const struct role_row *role;
	struct strs permissions;
};

/* A new communication email voids the old links, and sends it again if it was sent.  *row is
 * then as it stands. */
MUST_USE bool invitation_edit(struct call *, const struct tenant_row *t,
			      struct invitation_row *row,
			      const struct invitation_change *);

/* It lasts at least until then. */
MUST_USE bool invitation_extend(struct call *, const struct invitation_row *,
				int64_t expires_at);

/* Its links die, its waiting mails are cancelled. */
MUST_USE bool invitation_void_links(struct call *, const struct invitation_row *);

/* Nobody can accept it any more. */
MUST_USE bool invitation_end(struct call *, const struct invitation_row *);

#endif
