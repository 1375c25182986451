/* SPDX-License-Identifier: MIT */
/*
 * erasure — a person's data goes; what she did stays under her id alone.
 *
 * The audit never held more than ids of people (audit.c); everything else that names her
 * is deleted.  Where addresses are never used again, a hash of hers stays (erased.h).
 */
#ifndef MODEL_ERASURE_H
#define MODEL_ERASURE_H

#include "model/member.h"

/* Ends the membership and erases the person.  user_exists_elsewhere if she is a member of
 * something else, too. */
MUST_USE bool erasure_of(struct call *, const struct tenant_row *t,
			 const struct member_row *);

#endif
