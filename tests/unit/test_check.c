/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/utf8.h"
#include "record/record.h"

static void
addresses_are_plain_ones(void **state)
{
	static const char *const right[] = {"a@b.test", "first.last+tag@x-y.example",
	    "o'hara@sub.domain.example", "UPPER@Example.COM"};
	static const char *const wrong[] = {"", "a", "@b.test", "a@", "a@b", "a@@b.test",
	    "a..b@c.test", ".a@c.test", "a.@c.test", "a b@c.test", "\"a\"@c.test",
	    "a@[127.0.0.1]", "a@c.test.", "a@-c.test", "a@c_d.test", "a@b.test\r\nX: y",
	    "m\xc4\xb1ke@c.test"};

	(void)state;
	for (size_t i = 0; i < countof(right); i++)
		assert_true(format_is(FORMAT_email, right[i]));
	for (size_t i = 0; i < countof(wrong); i++)
		assert_false(format_is(FORMAT_email, wrong[i]));
}

static void
other_formats_take_what_they_say(void **state)
{
	(void)state;
	assert_true(format_is(FORMAT_slug, "a-1"));
	assert_false(format_is(FORMAT_slug, "-a"));
	assert_false(format_is(FORMAT_slug, "A"));
	assert_true(format_is(FORMAT_language, "pt-BR"));
	assert_false(format_is(FORMAT_language, "e"));
	assert_false(format_is(FORMAT_language, "en_US"));
	assert_true(format_is(FORMAT_color, "#12aB9f"));
	assert_false(format_is(FORMAT_color, "12ab9f"));
	assert_true(format_is(FORMAT_https, "https://x.test/a?b=c"));
	assert_false(format_is(FORMAT_https, "http://x.test/"));
	assert_false(format_is(FORMAT_https, "https://u@x.test/"));
	assert_true(format_is(FORMAT_origin, "https://x.test:8443"));
	assert_false(format_is(FORMAT_origin, "https://x.test/"));
	assert_false(format_is(FORMAT_origin, "https://X.test"));
	assert_true(format_is(FORMAT_permission, "app:report.read"));
	assert_false(format_is(FORMAT_permission, "app:"));
	assert_false(format_is(FORMAT_permission, "user"));
}

static void
names_are_trimmed_normal_and_without_controls(void **state)
{
	struct ctx *c = *state;
	const struct field f = {.name = "name", .max = 5, .name_text = true};
	const char *rule = NULL, *value = " \tCafe\xcc\x81 ";

	assert_null(check_text(c, &f, &value, &rule));
	assert_string_equal(value, "Caf\xc3\xa9");
	value = "a\nb";
	assert_non_null(check_text(c, &f, &value, &rule));
	assert_string_equal(rule, "controls");
	value = "a\xe2\x80\xae" "b";	/* right-to-left override */
	assert_non_null(check_text(c, &f, &value, &rule));
	value = "123456";
	assert_string_equal(check_text(c, &f, &value, &rule),
	    "too long (max 5 characters)");
	value = "   ";
	assert_string_equal(check_text(c, &f, &value, &rule),
	    "must not be empty");
}

static void
names_compare_without_case(void **state)
{
	struct ctx *c = *state;

	assert_string_equal(utf8_fold(c->arena, "STRASSE"),
	    utf8_fold(c->arena, "stra\xc3\x9f" "e"));
	assert_string_equal(utf8_fold(c->arena, "\xc3\x89t\xc3\xa9"),
	    utf8_fold(c->arena, "\xc3\xa9T\xc3\x89"));
}

static void
malformed_utf8_is_seen(void **state)
{
	(void)state;
	assert_true(utf8_is_valid("a\xf0\x9f\x98\x80", 5));
	assert_false(utf8_is_valid("\xc0\xaf", 2));
	assert_false(utf8_is_valid("\xed\xa0\x80", 3));
	assert_false(utf8_is_valid("\xf5\x80\x80\x80", 4));
	assert_false(utf8_is_valid("\xe2\x82", 2));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(addresses_are_plain_ones),
		UNIT(other_formats_take_what_they_say),
		UNIT(names_are_trimmed_normal_and_without_controls),
		UNIT(names_compare_without_case),
		UNIT(malformed_utf8_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
