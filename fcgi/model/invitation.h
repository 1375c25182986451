/* SPDX-License-Identifier: MIT */
/*
 * invitation — the offer of a membership, from its making to its end.
 */
#ifndef MODEL_INVITATION_H
#define MODEL_INVITATION_H

#include "model/member.h"

#define INVITATION_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, id,   tenant_id)						\
	F(T, id,   account_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)					\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, id,   role_id)						\
	F(T, str,  role_name)						\
	F(T, str,  permissions)						\
	F(T, str,  message)						\
	F(T, str,  status)		/* pending, accepted, revoked */ \
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
	const char *path;		/* of faults: "invitations[3]", "admin" */
};

/* Invites one person into T: account (if the address is new), pending membership,
 * invitation, mail.  All rules of the contract apply and fail with their reasons
 * (email_taken, already_member, user_exists_elsewhere, email_used_before,
 * role_not_assignable, grant_not_held, seat_limit, domain_not_allowed ...).
 * The caller's right to invite was checked.  *out may be NULL. */
MUST_USE bool invitation_make(struct call *, const struct tenant_row *t,
			      const struct invitee *, const struct invite_options *,
			      struct invitation_row *out);

/* Within the caller's reach, by id. */
MUST_USE bool invitation_target(struct call *, struct id invitation, unsigned perm,
				struct invitation_row *out,
				struct tenant_row *out_tenant);

/* As the contract shows it. */
void invitation_object(struct call *, const struct invitation_row *,
		       struct invitation *out);

/* not_pending unless it can still be accepted or sent again (expired ones can be sent). */
MUST_USE bool invitation_is_pending(struct call *, const struct invitation_row *);

#endif
