/* SPDX-License-Identifier: MIT */
/*
 * invitation — what the methods about one invitation have in common.
 */
#ifndef METHOD_INVITATION_H
#define METHOD_INVITATION_H

#include "model/invitation.h"

#define INVITATION_REF(F, T)						\
	F(T, id, invitation_id, .kind = KIND_invitation,		\
	    .doc = "The invitation")

/* The one that the caller may change, still open. */
static inline bool
invitation_open(struct call *c, struct id id, unsigned perm,
		struct invitation_row *out, struct tenant_row *t)
{
	return invitation_target(c, id, perm, out, t) &&
	    call_version(c, out->version) && invitation_is_pending(c, out);
}

#endif
