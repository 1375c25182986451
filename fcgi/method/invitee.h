/* SPDX-License-Identifier: MIT */
/*
 * invitee — how the methods take people who are to be invited, and tell what became of
 * them.
 */
#ifndef METHOD_INVITEE_H
#define METHOD_INVITEE_H

#include "model/invitation.h"
#include "model/item.h"

#define MOST_INVITED	1000

#define INVITE_PROFILE(F, T)						\
	F(T, str,  first_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "First name")					\
	F(T, str,  last_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "Last name")						\
	F(T, str,  communication_email, .opt = true, .max = 254,	\
	    .format = FORMAT_email, .doc = "Where mails go instead of the login email") \
	F(T, str,  language, .opt = true, .format = FORMAT_language,	\
	    .doc = "Of the mail, and of the person from then on")	\
	F(T, str,  role, .opt = true, .max = 64, .format = FORMAT_name,	\
	    .doc = "Role on acceptance; left out: the setting default_role") \
	F(T, strs, permissions, .opt = true, .max = 100,		\
	    .format = FORMAT_permission,				\
	    .doc = "Additional permissions on acceptance")

/* The reasons for which one person cannot be invited. */
#define INVITE_ERRORS							\
	E_email_taken, E_already_member, E_user_exists_elsewhere,	\
	E_email_used_before, E_role_not_assignable, E_grant_not_held,	\
	E_domain_not_allowed, E_seat_limit, E_resend_too_soon

/* The failure of one of many as the contract shows it. */
static inline bool
invitee_error(struct call *c, const struct error *e, const struct item_error **out)
{
	c->ctx.err = *e;
	return item_failed(c, out);
}

/* The first failure becomes that of the call. */
static inline bool
invitee_fail(struct call *c, const char *list, const struct invite_result *results,
	     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (results[i].error != NULL) {
			c->ctx.err = *results[i].error;
			return item_blame(c, list, i);
		}
	return true;
}

#endif
