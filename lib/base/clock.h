/* SPDX-License-Identifier: MIT */
/*
 * clock — the only place where time is read.
 *
 * Wall time is for expiry, monotonic time for durations.  Tests move the wall
 * clock with TENANTRY_CLOCK_OFFSET (seconds, may be negative), read once.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"

/* Seconds since 1970, UTC; and the same in milliseconds. */
int64_t clock_now(void);
int64_t clock_now_ms(void);

/* Microseconds since an arbitrary point; never goes back. */
int64_t clock_mono_us(void);

/* RFC 3339 in UTC, whole seconds: 2026-01-31T09:00:00Z. */
#define CLOCK_TEXT	20		/* its length */
void clock_write(int64_t t, char out[CLOCK_TEXT + 1]);
const char *clock_format(struct arena *, int64_t t);

/* The reverse; also takes fractions (dropped) and offsets such as +02:00.
 * False if it is not a time of RFC 3339 between 1970 and 9999; sets no error. */
bool clock_parse(const char *s, int64_t *out);

/* Days since 1970-01-01 <-> civil date (proleptic Gregorian). */
int64_t clock_days(int year, int month, int day);

#endif
