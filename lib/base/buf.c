/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#define FIRST_ROOM	((size_t)256)

void
buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){.arena = a};
}

void
buf_grow(struct buf *b, size_t n)
{
	size_t need = b->n + n + 1;

	b->p = arena_grow(b->arena, b->p, &b->cap,
	    need < FIRST_ROOM ? FIRST_ROOM : need, 1);
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
buf_int(struct buf *b, int64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		digits[--at] = '-';
	buf_add(b, digits + at, sizeof(digits) - at);
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
