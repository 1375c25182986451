/* SPDX-License-Identifier: MIT */
#include "model/language.h"

#include "base/catalog.h"
#include "base/clock.h"

#include <string.h>

const char *
language_of(const char *tag, const struct settings *s)
{
	const char *place = setting_text(s, SETTING_default_language);
	const char *found = tag == NULL ? NULL : catalog_find(tag);

	if (found == NULL && place != NULL)
		found = catalog_find(place);
	return found == NULL ? "en" : found;
}

static const char *
word(const struct language_word *words, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(words[i].name) == len &&
		    memcmp(words[i].name, name, len) == 0 &&
		    words[i].value != NULL)
			return words[i].value;
	return "";
}

const char *
language_fill(struct arena *a, const char *language, const char *sentence,
	      const struct language_word *words, size_t n)
{
	const char *s = catalog_say(language, sentence);
	struct buf b;

	buf_init(&b, a);
	while (*s != '\0') {
		size_t len = strcspn(s, "{");

		buf_add(&b, s, len);
		s += len;
		if (*s == '\0')
			break;
		len = strcspn(++s, "}");
		buf_puts(&b, word(words, n, s, len));
		s += len + (s[len] != '\0');
	}
	return buf_text(&b);
}

static const char *const months[] = {
	LATER("January"), LATER("February"), LATER("March"), LATER("April"),
	LATER("May"), LATER("June"), LATER("July"), LATER("August"),
	LATER("September"), LATER("October"), LATER("November"),
	LATER("December"),
};

/* For translators: the first day of a month, as it stands in a date. */
static const char *const first = LATER("1");

static int
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

const char *
language_time(struct arena *a, const char *language, int64_t t)
{
	const char *s = clock_format(a, t);	/* 2026-01-31T09:00:00Z */
	int month = two_digits(s + 5), day = two_digits(s + 8);
	const struct language_word words[] = {
		{"day", day == 1 ? catalog_say(language, first) :
		    arena_printf(a, "%d", day)},
		{"month", catalog_say(language, months[month - 1])},
		{"year", arena_printf(a, "%.4s", s)},
		{"time", arena_printf(a, "%.5s", s + 11)},
	};

	return language_fill(a, language, "{day} {month} {year}, {time} UTC",
	    words, countof(words));
}
