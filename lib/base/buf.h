/* SPDX-License-Identifier: MIT */
/*
 * buf — text or bytes that grow, in an arena.
 *
 * What it holds is always NUL-terminated and lives as long as the arena.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

#include <assert.h>

/* Bytes that belong to somebody else. */
struct bytes {
	const unsigned char *p;
	size_t n;
};

struct buf {
	struct arena *arena;
	char *p;
	size_t n;
	size_t cap;
};

void buf_init(struct buf *, struct arena *);
void buf_add(struct buf *, const void *, size_t);
void buf_puts(struct buf *, const char *);
void buf_int(struct buf *, int64_t);
void buf_printf(struct buf *, const char *fmt, ...) PRINTF(2, 3);

/* Moves it to where there is room for n more bytes. */
void buf_grow(struct buf *, size_t n);

/* Room for n more bytes at the end, for a writer that then says buf_took. */
static inline char *
buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->n <= n)
		buf_grow(b, n);
	return b->p + b->n;
}

static inline void
buf_took(struct buf *b, size_t n)
{
	assert(b->n + n < b->cap);
	b->n += n;
	b->p[b->n] = '\0';
}

static inline void
buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	buf_took(b, 1);
}

/* The text so far; never NULL. */
const char *buf_text(const struct buf *);
struct bytes buf_bytes(const struct buf *);

#endif
