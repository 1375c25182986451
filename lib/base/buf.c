/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void
buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){.arena = a};
}

char *
buf_room(struct buf *b, size_t n)
{
	b->p = arena_grow(b->arena, b->p, &b->cap, b->n + n + 1, 1);
	return b->p + b->n;
}

void
buf_took(struct buf *b, size_t n)
{
	assert(b->n + n < b->cap);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_room(b, n), p, n);
	buf_took(b, n);
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args, again;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	assert(n >= 0);
	(void)vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, args);
	va_end(args);
	buf_took(b, (size_t)n);
}

const char *
buf_text(const struct buf *b)
{
	return b->p == NULL ? "" : b->p;
}

struct bytes
buf_bytes(const struct buf *b)
{
	return (struct bytes){(const unsigned char *)buf_text(b), b->n};
}
