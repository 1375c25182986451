/* SPDX-License-Identifier: MIT */
/*
 * member — an account inside a tenant, an MSP or the platform: a user.
 */
#ifndef MODEL_MEMBER_H
#define MODEL_MEMBER_H

#include "model/caller.h"
#include "model/objects.h"
#include "model/role.h"

/* Account and membership in one row. */
#define MEMBER_ROW(F, T)						\
	F(T, id,   id)			/* the account */		\
	F(T, id,   tenant_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)					\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, id,   home_tenant_id)					\
	F(T, str,  status)						\
	F(T, id,   role_id)						\
	F(T, str,  role_name)						\
	F(T, str,  permissions)						\
	F(T, time, last_sign_in_at)					\
	F(T, time, access_expires_at)					\
	F(T, int,  version)						\
	F(T, time, created_at)
RECORD_STRUCT(member_row, MEMBER_ROW);

/* The user that a method is about: in TENANT, or, if that is zero, the one membership of
 * the account inside the caller's scope.  not_found if out of reach, permission_denied
 * if the caller may not do PERM there.  *out_tenant is where she is a member. */
MUST_USE bool member_target(struct call *, struct id tenant, struct id account,
			    unsigned perm, struct member_row *out,
			    struct tenant_row *out_tenant);

/* Fails with not_found. */
MUST_USE bool member_get(struct call *, struct id tenant, struct id account,
			 struct member_row *out);

/* As the contract shows it. */
void member_user(struct call *, const struct member_row *, struct user *out);

/* A new one; counts it in its tenant. */
struct member_new {
	struct id tenant_id, account_id, role_id;
	const char *status;
	struct strs permissions;
	int64_t access_expires_at;
};
MUST_USE bool member_insert(struct call *, const struct member_new *);

/* Ends the membership, its sessions and, if it was the account's only one and never
 * active, the account.  Counts it in its tenant. */
MUST_USE bool member_delete(struct call *, const struct member_row *);

/* last_admin if CHANGED (who is about to lose it) is the last active user of the tenant
 * who can manage users there.  Takes the tenant's lock (tenant_touch) first, so that
 * two such changes cannot both pass, on any node. */
MUST_USE bool member_keep_an_admin(struct call *, const struct member_row *changed);

#endif
