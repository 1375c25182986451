/* SPDX-License-Identifier: MIT */
/*
 * grant — additional permissions of one user, given and taken by the same rules.
 */
#ifndef METHOD_GRANT_H
#define METHOD_GRANT_H

#include "method/user.h"
#include "model/invitation.h"

#include <string.h>

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

	if (perm_find(permission) == PERM_UNSET &&
	    strncmp(permission, "app:", 4) != 0)
		return fail_param(&c->ctx, "permission", "unknown",
		    "is no permission");
	return member_target(c, tenant, user, PERM_user_set_role, out, t) &&
	    call_version(c, out->version) &&
	    member_is_not_caller(c, out, E_own_role) &&
	    role_may_grant(c, t, one, "permission");
}

/* What she was offered is what she will have. */
static inline bool
grant_write(struct call *c, const struct tenant_row *t, const struct member_row *m,
	    struct strs permissions)
{
	const struct invitation_change change = {.permissions = permissions};
	struct invitation_row open;
	bool found;

	return member_set_permissions(c, m, permissions) &&
	    invitation_find_open(c, t->id, m->id, &open, &found) &&
	    (!found || invitation_edit(c, t, &open, &change));
}

#endif
