/* SPDX-License-Identifier: MIT */
/*
 * unit — what every unit test starts with: an arena and a ctx, new for each test,
 * and the claim that no error was left behind unread.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail	/* ours is in ctx.h */
#undef fail_msg
#define fail_msg(...)	(print_error(__VA_ARGS__), print_error("\n"),	\
			 _fail(__FILE__, __LINE__))

#include "base/ctx.h"

static inline int
unit_setup(void **state)
{
	struct arena *a = arena_open();
	struct ctx *c = arena_new(a, struct ctx);

	ctx_init(c, a, "unit");
	*state = c;
	return 0;
}

static inline int
unit_teardown(void **state)
{
	struct ctx *c = *state;
	bool clean = c->err.code == E_none;

	arena_close(c->arena);
	return clean ? 0 : -1;
}

/* The failure that was expected: its reason, and the ctx is clean again. */
static inline void
assert_failed(struct ctx *c, enum err code)
{
	struct error e;

	assert_int_equal(c->err.code, code);
	err_take(c, &e);
}

#define UNIT(F)	cmocka_unit_test_setup_teardown(F, unit_setup, unit_teardown)

#endif
