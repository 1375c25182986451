/* SPDX-License-Identifier: MIT */
/*
 * storm — how soon a process that died is replaced: at once, unless those that
 * take its place die, too, before they have got anything done.
 */
#ifndef APP_STORM_H
#define APP_STORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORM_DEATHS	5	/* within ten seconds: the next ones wait */

/* Begins as zeros. */
struct storm {
	int64_t death[STORM_DEATHS];	/* the last ones, newest first */
	size_t deaths;
	int64_t delay;
};

/* One died NOW (microseconds, monotonic); USEFUL: not before it had answered
 * somebody.  How many microseconds its successor waits. */
int64_t storm_delay(struct storm *, bool useful, int64_t now);

#endif
