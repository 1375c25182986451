/* SPDX-License-Identifier: MIT */
/*
 * arena — memory that dies with the call.
 *
 * A worker owns one arena; every allocation of a call comes from it and is
 * gone after arena_reset().  Nothing in it is ever freed singly.  Running out
 * of memory does not return.  Not thread-safe: one worker, one arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attr.h"

#include <stdarg.h>

struct arena;

/* A new empty arena; arena_close gives everything back. */
struct arena *arena_open(void);
void arena_close(struct arena *);

/* Memory of that size, zeroed, aligned for any type.  Never NULL; size 0 is one
 * valid address. */
void *arena_alloc(struct arena *, size_t size);

/* COUNT elements; dies rather than overflow. */
void *arena_array(struct arena *, size_t count, size_t size) MUST_USE;

#define arena_new(A, TYPE)	((TYPE *)arena_alloc((A), sizeof(TYPE)))

/* A growing array: PTR moved to room for at least NEED elements of SIZE; *cap is
 * its capacity, before and afterwards.  New elements are zero. */
void *arena_grow(struct arena *, void *ptr, size_t *cap, size_t need,
		 size_t size) MUST_USE;

/* Copies, always NUL-terminated.  arena_strdup(NULL) is NULL. */
char *arena_strdup(struct arena *, const char *) MUST_USE;
char *arena_memdup(struct arena *, const void *, size_t) MUST_USE;
char *arena_printf(struct arena *, const char *fmt, ...) PRINTF(2, 3) MUST_USE;
char *arena_vprintf(struct arena *, const char *fmt, va_list) MUST_USE;

/* What was allocated after the mark is given back by the rewind.  Marks nest. */
struct arena_mark {
	void *block;
	size_t used;
	size_t total;
};
struct arena_mark arena_mark(struct arena *) MUST_USE;
void arena_rewind(struct arena *, struct arena_mark);

/* Everything is given back; the first block stays, what is beyond it returns to
 * the system.  arena_wipe also overwrites what the arena held, for secrets. */
void arena_reset(struct arena *);
void arena_wipe(struct arena *);

/* Bytes handed out since the last reset, and the most there ever were. */
size_t arena_used(const struct arena *);
size_t arena_high(const struct arena *);

#endif
