/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/catalog.h"

static void
english_and_three_more_are_shipped(void **state)
{
	size_t n;
	const char *const *languages = catalog_languages(&n);

	(void)state;
	assert_int_equal(n, 4);
	assert_string_equal(languages[0], "en");
	for (size_t i = 0; i < n; i++)
		assert_string_equal(catalog_find(languages[i]), languages[i]);
}

static void
a_sentence_is_said_in_each_language(void **state)
{
	const char *sentence = "This link has expired.";

	(void)state;
	assert_string_equal(catalog_say("en", sentence), sentence);
	assert_string_equal(catalog_say("fr", sentence), "Ce lien a expiré.");
	assert_string_equal(catalog_say("de", sentence),
	    "Dieser Link ist abgelaufen.");
	assert_string_equal(catalog_say("es", sentence),
	    "Este enlace ha caducado.");
}

/* The search must reach both ends of the catalogue and everything between. */
static void
every_declared_error_is_translated_everywhere(void **state)
{
	size_t n;
	const char *const *languages = catalog_languages(&n);

	(void)state;
	for (size_t i = 1; i < n; i++)
		for (int e = E_none + 1; e < ERR_COUNT; e++) {
			const char *text = err_info((enum err)e)->text;

			assert_string_not_equal(catalog_say(languages[i], text),
			    text);
		}
}

static void
what_nobody_translated_stays_as_it_is(void **state)
{
	const char *const unknown[] = {"", "!", "nobody says this", "~~~~"};

	(void)state;
	for (size_t i = 0; i < countof(unknown); i++)
		assert_ptr_equal(catalog_say("fr", unknown[i]), unknown[i]);
	assert_ptr_equal(catalog_say("tlh", unknown[2]), unknown[2]);
}

static void
a_tag_means_the_language_that_it_narrows(void **state)
{
	(void)state;
	assert_string_equal(catalog_find("fr-CA"), "fr");
	assert_string_equal(catalog_find("DE-de-1996"), "de");
	assert_string_equal(catalog_find("es-419"), "es");
	assert_null(catalog_find("pt-BR"));
	assert_null(catalog_find("french"));
	assert_null(catalog_find("f"));
	assert_null(catalog_find("-fr"));
	assert_null(catalog_find(""));
}

static void
a_header_is_answered_with_the_best_language(void **state)
{
	static const char *const wanted[][2] = {
		{"fr", "fr"}, {"fr-CH, fr;q=0.9, en;q=0.8", "fr"},
		{"pt-BR,pt;q=0.9,es;q=0.5,en;q=0.4", "es"},
		{"en;q=0.3, de;q=0.7", "de"}, {"de;q=0.7, fr;q=0.7", "de"},
		{"de;q=0, es", "es"}, {"de;q=0", "en"}, {"*", "en"},
		{"ja, *;q=0.5, fr;q=0.4", "en"}, {"fr ; q=0.2 , es ; q=0.20", "fr"},
		{" \tES\t", "es"}, {"de;q=0.001", "de"}, {"de;q=1.000", "de"},
		{"de;q=1.9, fr", "de"}, {"de;q=,fr;q=0.1", "fr"},
		{"de;level=1;q=1, fr;q=0.1", "fr"}, {"de;q=-1,fr;q=0.1", "fr"},
		{",,,de", "de"}, {";;,=", "en"}, {"", "en"}, {"xx", "en"},
	};

	(void)state;
	assert_string_equal(catalog_accepted(NULL), "en");
	for (size_t i = 0; i < countof(wanted); i++)
		assert_string_equal(catalog_accepted(wanted[i][0]), wanted[i][1]);
}

static void
a_message_is_translated_before_it_is_filled(void **state)
{
	struct ctx *c = *state;
	struct error e;

	c->language = "de";
	assert_false(fail_param(c, "users", "too_many",
	    "too many entries (max %lld)", 5LL));
	err_take(c, &e);
	assert_string_equal(e.faults->message,
	    "zu viele Einträge (höchstens 5)");
	assert_string_equal(err_message(&e),
	    "users: zu viele Einträge (höchstens 5)");
	assert_string_equal(e.rule, "too_many");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(english_and_three_more_are_shipped),
		UNIT(a_sentence_is_said_in_each_language),
		UNIT(every_declared_error_is_translated_everywhere),
		UNIT(what_nobody_translated_stays_as_it_is),
		UNIT(a_tag_means_the_language_that_it_narrows),
		UNIT(a_header_is_answered_with_the_best_language),
		UNIT(a_message_is_translated_before_it_is_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
