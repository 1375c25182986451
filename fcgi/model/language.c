/* SPDX-License-Identifier: MIT */
#include "model/language.h"

#include <stdlib.h>
#include <string.h>

static const char *const shipped[] = {"en"};

static const char *
find(const char *tag, size_t n)
{
	size_t primary = strcspn(tag, "-");

	if (primary > n)
		primary = n;
	for (size_t i = 0; i < countof(shipped); i++)
		if (strlen(shipped[i]) == primary &&
		    strncasecmp(shipped[i], tag, primary) == 0)
			return shipped[i];
	return NULL;
}

const char *
language_find(const char *tag)
{
	return find(tag, strlen(tag));
}

/* "fr-CH, fr;q=0.9, en;q=0.8": the highest q wins, of equals the first. */
const char *
language_accepted(struct arena *a, const char *header)
{
	const char *best = NULL;
	double best_q = 0;

	(void)a;
	for (const char *p = header; p != NULL && *p != '\0'; ) {
		size_t all = strcspn(p, ","), n;
		const char *q, *language;
		double weight = 1;

		p += strspn(p, " \t");
		all = strcspn(p, ",");
		n = strcspn(p, ",; \t");
		q = memmem(p, all, "q=", 2);
		if (q != NULL)
			weight = strtod(q + 2, NULL);
		language = find(p, n);
		if (language != NULL && weight > best_q) {
			best = language;
			best_q = weight;
		}
		p += all;
		p += *p == ',';
	}
	return best == NULL ? shipped[0] : best;
}

const char *
language_translate(const char *language, const char *message)
{
	(void)language;
	return message;
}
