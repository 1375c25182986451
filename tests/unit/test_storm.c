/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "app/storm.h"

#define SECOND	INT64_C(1000000)

static void
those_who_die_without_use_are_replaced_ever_more_slowly(void **state)
{
	static const int64_t waits[] = {0, 0, 0, 0, 200000, 400000, 800000,
	    1600000, 3200000, 5000000, 5000000};
	struct storm s = {.deaths = 0};
	int64_t now = 1000 * SECOND;

	(void)state;
	for (size_t i = 0; i < countof(waits); i++) {
		assert_int_equal(storm_delay(&s, false, now), waits[i]);
		now += SECOND;
	}
	assert_int_equal(storm_delay(&s, false, now + 61 * SECOND), 0);
}

static void
those_who_die_now_and_then_are_replaced_at_once(void **state)
{
	struct storm s = {.deaths = 0};

	(void)state;
	for (int64_t i = 1; i < 50; i++)
		assert_int_equal(storm_delay(&s, false, i * 3 * SECOND), 0);
}

static void
whoever_had_answered_is_replaced_at_once(void **state)
{
	struct storm s = {.deaths = 0};
	int64_t now = 1000 * SECOND;

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(storm_delay(&s, true, now++), 0);
	for (int i = 0; i < 8; i++)
		(void)storm_delay(&s, false, now++);
	assert_int_equal(storm_delay(&s, true, now++), 0);
	assert_int_equal(storm_delay(&s, false, now++), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(those_who_die_without_use_are_replaced_ever_more_slowly),
		UNIT(those_who_die_now_and_then_are_replaced_at_once),
		UNIT(whoever_had_answered_is_replaced_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
