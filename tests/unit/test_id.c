/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/id.h"

static const char *const prefixes[] = {NULL, "thing", "other_thing"};

static void
ids_are_written_with_their_prefix_and_read_back(void **state)
{
	struct ctx *c = *state;

	for (unsigned kind = 1; kind <= 2; kind++) {
		struct id id = id_make(kind), back;
		const char *s = id_format(c->arena, id);

		assert_int_equal(id_kind(id), kind);
		assert_int_equal(strlen(s), strlen(prefixes[kind]) + 27);
		assert_true(id_parse(s, &back));
		assert_true(id_equal(id, back));
	}
}

static void
ids_sort_by_age(void **state)
{
	struct ctx *c = *state;
	const char *older = id_format(c->arena, id_make(1));
	struct timespec pause = {0, 2000000};

	(void)nanosleep(&pause, NULL);
	assert_true(strcmp(older, id_format(c->arena, id_make(1))) < 0);
}

static void
a_wrong_prefix_length_or_letter_is_no_id(void **state)
{
	struct ctx *c = *state;
	char *s = arena_strdup(c->arena, id_format(c->arena, id_make(1)));
	struct id id;

	assert_true(id_parse(s, &id));
	assert_false(id_parse("", &id));
	assert_false(id_parse("thing_", &id));
	assert_false(id_parse(s + 1, &id));
	assert_false(id_parse(arena_printf(c->arena, "%s0", s), &id));
	assert_false(id_parse(arena_printf(c->arena, "other_%s", s), &id));
	s[10] = 'U';
	assert_false(id_parse(s, &id));
	s[10] = '0';
	s[6] = '8';	/* beyond 128 bits */
	assert_false(id_parse(s, &id));
}

static void
base32_is_that_of_crockford(void **state)
{
	const unsigned char ones[16] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255};
	char text[27];

	(void)state;
	id_encode((const unsigned char[16]){0}, text);
	assert_string_equal(text, "00000000000000000000000000");
	id_encode(ones, text);
	assert_string_equal(text, "7zzzzzzzzzzzzzzzzzzzzzzzzz");
	id_encode((const unsigned char[16]){[15] = 33}, text);
	assert_string_equal(text, "00000000000000000000000011");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(ids_are_written_with_their_prefix_and_read_back),
		UNIT(ids_sort_by_age),
		UNIT(a_wrong_prefix_length_or_letter_is_no_id),
		UNIT(base32_is_that_of_crockford),
	};

	id_prefixes(prefixes, countof(prefixes));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
