/* SPDX-License-Identifier: MIT */
/*
 * buf — text or bytes that grow, in an arena.
 *
 * What it holds is always NUL-terminated and lives as long as the arena.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

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
void buf_putc(struct buf *, char);
void buf_printf(struct buf *, const char *fmt, ...) PRINTF(2, 3);

/* Room for n more bytes at the end, for a writer that then says buf_took. */
char *buf_room(struct buf *, size_t n) MUST_USE;
void buf_took(struct buf *, size_t n);

/* The text so far; never NULL. */
const char *buf_text(const struct buf *);
struct bytes buf_bytes(const struct buf *);

#endif
