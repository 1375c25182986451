/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"

static void
a_time_is_written_in_utc_and_read_back(void **state)
{
	struct ctx *c = *state;
	static const int64_t times[] = {0, 951782399, 951782400, 1709164800,
	    4102444799, 253402300799};

	for (size_t i = 0; i < countof(times); i++) {
		int64_t t = -1;

		assert_true(clock_parse(clock_format(c->arena, times[i]), &t));
		assert_int_equal(t, times[i]);
	}
	assert_string_equal(clock_format(c->arena, 1705309200),
	    "2024-01-15T09:00:00Z");
}

static void
offsets_and_fractions_are_understood(void **state)
{
	int64_t t;

	(void)state;
	assert_true(clock_parse("2024-01-15T10:30:00.987+01:30", &t));
	assert_int_equal(t, 1705309200);
	assert_true(clock_parse("2024-01-15t09:00:00z", &t));
	assert_int_equal(t, 1705309200);
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const wrong[] = {"", "2024-01-15", "2024-01-15T09:00:00",
	    "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
	    "2024-01-15T24:00:00Z", "2024-01-15T09:00:00Zx", "1969-12-31T23:59:59Z",
	    "2024-01-15T09:00:00.Z", "1970-01-01T00:00:00+01:00",
	    "9999-12-31T23:59:60Z", "9999-12-31T23:59:59-00:01"};
	int64_t t = 77;

	(void)state;
	for (size_t i = 0; i < countof(wrong); i++)
		assert_false(clock_parse(wrong[i], &t));
	assert_int_equal(t, 77);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_time_is_written_in_utc_and_read_back),
		UNIT(offsets_and_fractions_are_understood),
		UNIT(what_is_no_time_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
