/* SPDX-License-Identifier: MIT */
/*
 * member — an account inside a tenant, an MSP or the platform: a user.
 *
 * An access that has ended by itself (access_expires_at) makes its member inactive
 * wherever one looks; nobody has to come and write that down.
 */
#ifndef MODEL_MEMBER_H
#define MODEL_MEMBER_H

#include "model/caller.h"
#include "model/objects.h"
#include "model/page.h"
#include "model/role.h"

/* Account, membership and role in one row. */
#define MEMBER_ROW(F, T)						\
	F(T, id,   id)			/* the account */		\
	F(T, id,   tenant_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)	/* NULL: the login email */	\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, id,   home_tenant_id)					\
	F(T, bool, has_password)					\
	F(T, bool, was_active)		/* had a password at any time */ \
	F(T, bool, mfa_enabled)						\
	F(T, bool, elsewhere)		/* a member of something else, too */ \
	F(T, str,  status)						\
	F(T, id,   role_id)						\
	F(T, str,  role_name)						\
	F(T, bool, role_builtin)					\
	F(T, str,  role_permissions)					\
	F(T, str,  permissions)						\
	F(T, time, last_sign_in_at)					\
	F(T, time, access_expires_at)					\
	F(T, int,  version)						\
	F(T, time, created_at)						\
	F(T, str,  sort_key)		/* in lists that are sorted */	\
	F(T, int,  user_count)		/* of the tenant, in lists */
RECORD_STRUCT(member_row, MEMBER_ROW);

/* The user that a method is about: in TENANT, or, if that is zero, the one membership of
 * the account inside the caller's scope.  not_found if out of reach, permission_denied
 * if the caller may not do PERM there, or if a change is asked for of somebody whose role
 * may more than the caller's own in the same tenant.  *out_tenant is where she is a
 * member. */
MUST_USE bool member_target(struct call *, struct id tenant, struct id account,
			    unsigned perm, struct member_row *out,
			    struct tenant_row *out_tenant);

/* Fails with not_found. */
MUST_USE bool member_get(struct call *, struct id tenant, struct id account,
			 struct member_row *out);

/* The same by login email. */
MUST_USE bool member_find(struct call *, struct id tenant, const char *email,
			  struct member_row *out, bool *found);

/* As the contract shows it. */
void member_user(struct call *, const struct member_row *, struct user *out);

/* ---- lists ---- */

struct member_query {
	const char *status, *role, *text;	/* NULL: any */
	int64_t not_signed_in_since;		/* INT_ABSENT: any */
	const char *sort;			/* NULL: oldest member first */
};
struct member_list {
	const struct member_row *at;
	size_t n;
};

/* How a list can be sorted; - is downwards. */
#define MEMBER_SORT	"created_at|-created_at|email|-email|name|-name"	\
	"|last_sign_in_at|-last_sign_in_at"

/* One page (SORTED) of the members of T, and how many there are (INT_ABSENT by cursor). */
MUST_USE bool member_page(struct call *, const struct tenant_row *t,
			  const struct member_query *, const struct page *,
			  struct member_list *out, int64_t *out_total);

/* next_cursor behind it. */
const char *member_next(struct call *, const struct member_query *,
			const struct page *, const struct member_list *);

/* ---- changes: each makes the row a version newer ---- */

/* A new one; counts it in its tenant. */
struct member_new {
	struct id tenant_id, account_id, role_id;
	const char *status;
	struct strs permissions;
	int64_t access_expires_at;
};
MUST_USE bool member_insert(struct call *, const struct member_new *);

MUST_USE bool member_set_role(struct call *, const struct member_row *,
			      struct id role);
MUST_USE bool member_set_permissions(struct call *, const struct member_row *,
				     struct strs);
/* An access that has ended begins anew when the status is set to active. */
MUST_USE bool member_set_status(struct call *, const struct member_row *,
				const char *status);
MUST_USE bool member_set_end(struct call *, const struct member_row *, int64_t t);

/* Ends the membership, its sessions and, if it was the account's only one and never
 * active, the account: its address was never used then.  Counts it in its tenant. */
MUST_USE bool member_delete(struct call *, const struct member_row *);

/* Mails her a link to a new password, to where the setting reset_delivery says.
 * user_inactive unless she is active; resend_too_soon, mail_not_configured. */
MUST_USE bool member_send_reset(struct call *, const struct tenant_row *t,
				const struct member_row *, struct delivery *out);

/* ---- what a change of the status answers ---- */

#define KEY_MADE(F, T)							\
	F(T, id,  id, .kind = KIND_key, .doc = "The key")		\
	F(T, str, name, .doc = "What it is for")
RECORD_STRUCT(key_made, KEY_MADE);

#define USER_STANDING(F, T)						\
	F(T, rec,  user, user, .doc = "The user as she is now")		\
	F(T, int,  sessions_ended, .doc = "Sessions that ended with it") \
	F(T, list, api_keys_made, key_made,				\
	    .doc = "Live keys that this person made: candidates for rotation")
RECORD_STRUCT(user_standing, USER_STANDING);

/* The member as she is after a change. */
MUST_USE bool member_standing(struct call *, const struct member_row *,
			      int64_t sessions_ended, struct user_standing *out);

/* ---- rules ---- */

/* own_role, own_status if the caller is that member. */
MUST_USE bool member_is_not_caller(struct call *, const struct member_row *,
				   enum err);

/* permission_denied if she is a member elsewhere, too, and her account did not begin here: what
 * all places share (profile, second factor) is not theirs to change. */
MUST_USE bool member_is_at_home(struct call *, const struct member_row *);

/* Whether a role or additional permissions let somebody manage the users of T. */
bool member_manages(struct arena *, const struct tenant_row *t,
		    const struct role_row *, struct strs permissions);

/* Whether M is the last active user of T who can manage its users.  Takes the tenant's lock,
 * so that no two of them can lose it at once, on any node. */
MUST_USE bool member_is_last_admin(struct call *, const struct tenant_row *t,
				   const struct member_row *m, bool *out);

/* Whether anybody in T is active and can manage its users. */
MUST_USE bool member_has_admin(struct call *, const struct tenant_row *t, bool *out);

/* last_admin if CHANGED (who is about to lose it) is the last active user of T who can
 * manage its users and the caller belongs to T herself. */
MUST_USE bool member_keep_an_admin(struct call *, const struct tenant_row *t,
				   const struct member_row *changed);

/* How many more active or pending members T may have (max_users, and the seats that its
 * packages bring).  Takes the tenant's
 * lock if there is a limit. */
MUST_USE bool member_seats(struct call *, const struct tenant_row *t, int64_t *out);

#endif
