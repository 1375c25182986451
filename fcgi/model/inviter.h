/* SPDX-License-Identifier: MIT */
/*
 * inviter — whether the person or key that invited may still do so.
 */
#ifndef MODEL_INVITER_H
#define MODEL_INVITER_H

#include "model/role.h"

/* inviter_lost_right unless BY (zero: the operator), if he called now, could invite into T
 * with that role and these additional permissions. */
MUST_USE bool inviter_check(struct call *, struct id by, const struct tenant_row *t,
			    const struct role_row *role, struct strs permissions);

#endif
