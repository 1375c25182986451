/* SPDX-License-Identifier: MIT */
/*
 * lapse — people who become inactive by themselves, because their access has ended or
 * because they do not come any more.
 *
 * For the keeper.  Each person is a transaction of her own, and of many keepers one
 * wins it; the audit names the system and the reason.
 */
#ifndef MODEL_LAPSE_H
#define MODEL_LAPSE_H

#include "model/tenant.h"

/* Those whose access_expires_at has come.  *more: there may be others. */
MUST_USE bool lapse_access(struct call *, bool *more);

/* Those who have not signed in for inactive_after_days, in all places that set it; but
 * nowhere the last one who could let the others in again. */
MUST_USE bool lapse_unused(struct call *);

#endif
