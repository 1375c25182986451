/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/utf8.h"

static void
names_in_any_spelling_fold_to_one_key(void **state)
{
	struct ctx *c = *state;
	static const char *const same[][2] = {
		{"ACME", "acme"}, {"Caf\xc3\xa9", "CAFE\xcc\x81"},
		{"stra\xc3\x9f" "e", "STRASSE"}, {"\xce\xa3\xce\xa3", "\xcf\x83\xcf\x82"},
	};

	for (size_t i = 0; i < countof(same); i++)
		assert_string_equal(utf8_fold(c->arena, same[i][0]),
		    utf8_fold(c->arena, same[i][1]));
	assert_string_not_equal(utf8_fold(c->arena, "acme"),
	    utf8_fold(c->arena, "acm\xc3\xa9"));
}

static void
what_is_left_in_ascii_could_be_a_host(void **state)
{
	struct ctx *c = *state;
	static const char *const cases[][2] = {
		{"Acme Corporation", "acme-corporation"},
		{"  --A & B--  ", "a-b"},
		{"O'Neill\xe2\x80\x99s", "oneills"},
		{"\xc3\x84rger S\xc3\xb8ren \xc5\x81\xc3\xb3\xc4\x8f", "arger-soren-lod"},
		{"\xc5\x92uvre Stra\xc3\x9f" "e", "oeuvre-strasse"},
		{"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\x91", "ab1"},	/* full width */
		{"\xe6\x9d\xb1\xe4\xba\xac", ""},
		{"", ""}, {"---", ""},
	};

	for (size_t i = 0; i < countof(cases); i++)
		assert_string_equal(utf8_ascii(c->arena, cases[i][0]),
		    cases[i][1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(names_in_any_spelling_fold_to_one_key),
		UNIT(what_is_left_in_ascii_could_be_a_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
