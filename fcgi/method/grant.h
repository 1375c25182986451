/* SPDX-License-Identifier: MIT */
/*
 * grant — additional permissions of one user, given and taken by the same rules.
 */
#ifndef METHOD_GRANT_H
#define METHOD_GRANT_H

#include "method/user.h"

#define GRANT_IN(F, T)							\
	USER_REF(F, T)							\
	F(T, str, permission, .max = 128, .format = FORMAT_permission,	\
	    .doc = "noun.verb, or app:anything of an application")

/* The member, if the caller may give or take PERMISSION there (R54, R117). */
static inline bool
grant_target(struct call *c, struct id tenant, struct id user,
	     const char *permission, struct member_row *out,
	     struct tenant_row *t)
{
	const struct strs one = {&permission, 1};

	return member_target(c, tenant, user, PERM_user_set_role, out, t) &&
	    call_version(c, out->version) &&
	    member_is_not_caller(c, out, E_own_role) &&
	    role_may_grant(c, t, one, "permission");
}

#endif
