/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef TENANTRY_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(P, N)	ASAN_POISON_MEMORY_REGION((P), (N))
#define UNPOISON(P, N)	ASAN_UNPOISON_MEMORY_REGION((P), (N))
#define GAP	((size_t)16)	/* an overrun by one lands in poison */
#else
#define POISON(P, N)	((void)(P), (void)(N))
#define UNPOISON(P, N)	((void)(P), (void)(N))
#define GAP	((size_t)0)
#endif

#define FIRST_BLOCK	((size_t)64 << 10)
#define MOST_BLOCK	((size_t)4 << 20)
#define ALIGNMENT	((size_t)16)
#define MOST_KEPT	(512 << 10)	/* free memory, by the process */

struct block {
	struct block *older;
	size_t size;
	size_t used;
	_Alignas(16) unsigned char data[];
};

struct arena {
	struct block *top;
	size_t total;
	size_t high;
};

static NORETURN void
out_of_memory(size_t size)
{
	fprintf(stderr, "tenantry: out of memory: %zu bytes\n", size);
	abort();
}

static struct block *
block_open(size_t size, struct block *older)
{
	struct block *b = malloc(sizeof(*b) + size);

	if (b == NULL)
		out_of_memory(size);
	b->older = older;
	b->size = size;
	b->used = 0;
	POISON(b->data, size);
	return b;
}

static void
block_close(struct block *b)
{
	UNPOISON(b->data, b->size);
	free(b);
}

/* Left alone, the library keeps as much as the largest block it ever saw. */
static void
keep_little(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, MOST_KEPT);
	(void)mallopt(M_TRIM_THRESHOLD, MOST_KEPT);
}

struct arena *
arena_open(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		out_of_memory(sizeof(*a));
	keep_little();
	a->top = block_open(FIRST_BLOCK, NULL);
	return a;
}

void
arena_close(struct arena *a)
{
	for (struct block *b = a->top, *older; b != NULL; b = older) {
		older = b->older;
		block_close(b);
	}
	free(a);
}

/* Blocks double, so that a large call takes few of them. */
static void
add_block(struct arena *a, size_t need)
{
	size_t size = a->top->size * 2;

	if (size > MOST_BLOCK)
		size = MOST_BLOCK;
	if (size < need)
		size = need;
	a->top = block_open(size, a->top);
}

/* What an allocation of that size takes of its block. */
static size_t
room_of(size_t size)
{
	size_t need;

	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	need = ((size + ALIGNMENT - 1) & ~(ALIGNMENT - 1)) + GAP;
	return need == 0 ? ALIGNMENT : need;
}

static void
take(struct arena *a, size_t bytes)
{
	a->top->used += bytes;
	a->total += bytes;
	if (a->total > a->high)
		a->high = a->total;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	size_t need = room_of(size);
	void *p;

	if (a->top->size - a->top->used < need)
		add_block(a, need);
	p = a->top->data + a->top->used;
	take(a, need);
	UNPOISON(p, size);
	memset(p, 0, size);
	return p;
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		out_of_memory(SIZE_MAX);
	return arena_alloc(a, count * size);
}

/* The newest allocation need not move, if its block has room behind it. */
static bool
extend(struct arena *a, unsigned char *p, size_t old, size_t size)
{
	struct block *b = a->top;
	size_t had = room_of(old), need = room_of(size);

	if (p + had != b->data + b->used || b->size - b->used < need - had)
		return false;
	take(a, need - had);
	UNPOISON(p, size);
	memset(p + old, 0, size - old);
	return true;
}

void *
arena_grow(struct arena *a, void *ptr, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap == 0 ? 8 : *cap;
	void *grown;

	if (need <= *cap)
		return ptr;
	while (want < need)
		want *= 2;
	if (*cap > 0 && want <= SIZE_MAX / 2 / size &&
	    extend(a, ptr, *cap * size, want * size)) {
		*cap = want;
		return ptr;
	}
	grown = arena_array(a, want, size);
	if (*cap > 0)
		memcpy(grown, ptr, *cap * size);
	*cap = want;
	return grown;
}

char *
arena_memdup(struct arena *a, const void *p, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_memdup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	int n;
	char *s;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	assert(n >= 0);
	s = arena_alloc(a, (size_t)n + 1);
	(void)vsnprintf(s, (size_t)n + 1, fmt, args);
	return s;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	char *s;

	va_start(args, fmt);
	s = arena_vprintf(a, fmt, args);
	va_end(args);
	return s;
}

struct arena_mark
arena_mark(struct arena *a)
{
	return (struct arena_mark){a->top, a->top->used, a->total};
}

void
arena_rewind(struct arena *a, struct arena_mark m)
{
	while (a->top != m.block) {
		struct block *older = a->top->older;

		assert(older != NULL);
		block_close(a->top);
		a->top = older;
	}
	assert(a->top->used >= m.used);
	POISON(a->top->data + m.used, a->top->size - m.used);
	a->top->used = m.used;
	a->total = m.total;
}

void
arena_reset(struct arena *a)
{
	while (a->top->older != NULL) {
		struct block *older = a->top->older;

		block_close(a->top);
		a->top = older;
	}
	a->top->used = 0;
	a->total = 0;
	POISON(a->top->data, a->top->size);
}

void
arena_wipe(struct arena *a)
{
	for (struct block *b = a->top; b != NULL; b = b->older) {
		UNPOISON(b->data, b->size);
		explicit_bzero(b->data, b->used);
	}
	arena_reset(a);
}

size_t
arena_used(const struct arena *a)
{
	return a->total;
}

size_t
arena_high(const struct arena *a)
{
	return a->high;
}
