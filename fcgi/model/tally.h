/* SPDX-License-Identifier: MIT */
/*
 * tally — how many tenants an MSP has.
 *
 * Each creation adds a row of its own, so that none waits for another, however long it
 * takes; the number is the sum.
 */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include "rpc/call.h"

/* In the transaction of the cause.  MSP zero: the platform, for tenants without one. */
MUST_USE bool tally_add(struct call *, struct id msp, int64_t n);

MUST_USE bool tally_of(struct call *, struct id msp, int64_t *out);
MUST_USE bool tally_all(struct call *, int64_t *out);

/* OUT[i] is the number of the i-th of N MSPs, which are in the order of their ids. */
MUST_USE bool tally_each(struct call *, const struct id *msps, size_t n, int64_t *out);

/* Makes one row of many where there are many; for the keeper. */
MUST_USE bool tally_fold(struct call *);

#endif
