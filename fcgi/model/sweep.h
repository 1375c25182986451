/* SPDX-License-Identifier: MIT */
/*
 * sweep — what has expired is cleared away, a thousand rows of a kind at a time.
 *
 * For the keeper.  Nothing that it takes was worth anything any more: several keepers
 * at once do no harm.
 */
#ifndef MODEL_SWEEP_H
#define MODEL_SWEEP_H

#include "rpc/call.h"

/* Sessions, links, kept answers, counters of wrong passwords, remembered devices, mails
 * that came to an end.  *more: there may be others. */
MUST_USE bool sweep(struct call *, bool *more);

#endif
