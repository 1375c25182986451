/* SPDX-License-Identifier: MIT */
#include "unit.h"

static void
arena_memory_is_zeroed_and_aligned(void **state)
{
	struct ctx *c = *state;

	for (size_t size = 0; size < 300; size++) {
		unsigned char *p = arena_alloc(c->arena, size);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
}

static void
arena_rewind_gives_back_everything_after_the_mark(void **state)
{
	struct ctx *c = *state;
	char *kept = arena_strdup(c->arena, "kept");
	size_t before = arena_used(c->arena);
	struct arena_mark m = arena_mark(c->arena);

	for (int i = 0; i < 100; i++)
		arena_alloc(c->arena, 50000);
	assert_true(arena_used(c->arena) >= before + 100 * 50000);
	arena_rewind(c->arena, m);
	assert_int_equal(arena_used(c->arena), before);
	assert_string_equal(kept, "kept");
}

static void
arena_reset_starts_anew_and_remembers_the_most(void **state)
{
	struct arena *a = arena_open();

	(void)state;
	arena_alloc(a, 1 << 20);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	assert_true(arena_high(a) >= 1 << 20);
	arena_close(a);
}

static void
arena_grow_keeps_what_was_there(void **state)
{
	struct ctx *c = *state;
	size_t cap = 0;
	int *v = NULL;

	for (int i = 0; i < 1000; i++) {
		v = arena_grow(c->arena, v, &cap, (size_t)i + 1, sizeof(*v));
		v[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
}

static void
arena_printf_makes_text_of_any_length(void **state)
{
	struct ctx *c = *state;
	char *s = arena_printf(c->arena, "%s-%05d", "x", 7);

	assert_string_equal(s, "x-00007");
	s = arena_printf(c->arena, "%0*d", 70000, 1);
	assert_int_equal(strlen(s), 70000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(arena_memory_is_zeroed_and_aligned),
		UNIT(arena_rewind_gives_back_everything_after_the_mark),
		UNIT(arena_reset_starts_anew_and_remembers_the_most),
		UNIT(arena_grow_keeps_what_was_there),
		UNIT(arena_printf_makes_text_of_any_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
