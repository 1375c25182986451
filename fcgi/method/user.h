/* SPDX-License-Identifier: MIT */
/*
 * user — what the methods about one user have in common.
 */
#ifndef METHOD_USER_H
#define METHOD_USER_H

#include "model/member.h"

#define USER_REF(F, T)							\
	F(T, id, user_id, .kind = KIND_user, .doc = "The user")		\
	F(T, id, tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: where this person is a member")

#define REASON(F, T)							\
	F(T, str, reason, .opt = true, .max = 1000, .name_text = true,	\
	    .doc = "Why, for the audit")

/* Reads the member anew, as she is after the change. */
static inline bool
user_now(struct call *c, const struct member_row *m, struct user *out)
{
	struct member_row now;

	if (!member_get(c, m->tenant_id, m->id, &now))
		return false;
	member_user(c, &now, out);
	return true;
}

#endif
