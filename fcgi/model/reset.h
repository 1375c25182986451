/* SPDX-License-Identifier: MIT */
/*
 * reset — who has forgotten a password asks for a link to choose a new one.
 *
 * The call only notes the address: one row, whether somebody has it or not, so that its
 * time tells nobody who exists.  The keeper finds out, and queues the mail.
 */
#ifndef MODEL_RESET_H
#define MODEL_RESET_H

#include "model/tenant.h"

/* Notes that EMAIL was asked for on HOST. */
MUST_USE bool reset_ask(struct call *, const struct tenant_row *host,
			const char *email);

/* One round of the keeper.  *more: there may be more at once.  Of many keepers one wins
 * each request. */
MUST_USE bool reset_round(struct call *, bool *more);

#endif
