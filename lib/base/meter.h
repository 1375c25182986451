/* SPDX-License-Identifier: MIT */
/*
 * meter — how often something was done and how long that took, added up by all
 * processes that share the memory it lies in.
 */
#ifndef BASE_METER_H
#define BASE_METER_H

#include <stdint.h>
#include <stddef.h>

struct meter {
	_Atomic int64_t n, us;
};

/* NULL: nobody counts. */
static inline void
meter_add(struct meter *m, int64_t n, int64_t us)
{
	if (m != NULL) {
		m->n += n;
		m->us += us;
	}
}

#endif
