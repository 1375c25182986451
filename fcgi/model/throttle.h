/* SPDX-License-Identifier: MIT */
/*
 * throttle — wrong passwords in a row hold back whoever tries.
 *
 * A try is counted before the password is looked at, by one conditional update, so that
 * of many at once no more are looked at than are allowed.  Known and unknown addresses
 * are counted alike.  A device that the person has had remembered is counted apart, so
 * that nobody locks her out by guessing.
 */
#ifndef MODEL_THROTTLE_H
#define MODEL_THROTTLE_H

#include "model/caller.h"

/* What is counted: an address, or one device of its owner. */
struct throttle {
	struct token_hash key;
};

MUST_USE bool throttle_of(struct call *, const char *email,
			  struct throttle *out);

/* Something else that is tried, by a name that is no address. */
void throttle_of_name(const char *name, struct throttle *out);

/* Counts one try: *wait is 0.  Or it is the seconds for which none is allowed: 30 after
 * five wrong ones in a row, growing to 15 minutes. */
MUST_USE bool throttle_count(struct call *, const struct throttle *,
			     int64_t *wait);

/* A try that was counted could not be looked at. */
MUST_USE bool throttle_uncount(struct call *, const struct throttle *);

/* The password was right: as if none had been wrong. */
MUST_USE bool throttle_clear(struct call *, const struct throttle *);
MUST_USE bool throttle_clear_address(struct call *, const char *email);

/* Seconds for which the address is held back now; 0: it is not. */
MUST_USE bool throttle_wait(struct call *, const char *email, int64_t *out);

#endif
