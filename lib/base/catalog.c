/* SPDX-License-Identifier: MIT */
#include "base/catalog.h"

#include "base/compiled.h"

#include <string.h>
#include <strings.h>

/* ---- a catalogue: GNU's .mo, little-endian, as we had it made ---- */

#define MO_COUNT	8	/* offsets in its head */
#define MO_SENTENCES	12
#define MO_TRANSLATIONS	16
#define MO_ENTRY	8	/* bytes of an entry: length, offset */

static size_t
number_at(const unsigned char *mo, size_t at)
{
	const unsigned char *p = mo + at;

	return p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 |
	    (size_t)p[3] << 24;
}

/* Texts end with NUL in the file. */
static const char *
text_at(const unsigned char *mo, size_t table, size_t i)
{
	size_t entry = number_at(mo, table) + i * MO_ENTRY;

	return (const char *)mo + number_at(mo, entry + 4);
}

static const char *
look_up(const unsigned char *mo, const char *sentence)
{
	size_t low = 0, high = number_at(mo, MO_COUNT);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(sentence, text_at(mo, MO_SENTENCES, middle));

		if (order == 0)
			return text_at(mo, MO_TRANSLATIONS, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
catalog_say(const char *language, const char *sentence)
{
	const char *said = NULL;

	/* The empty sentence is the name of the catalogue's own head. */
	if (*sentence == '\0')
		return sentence;
	for (size_t i = 0; i < catalog_count && said == NULL; i++)
		if (catalogs[i] != NULL &&
		    strcmp(catalog_names[i], language) == 0)
			said = look_up(catalogs[i], sentence);
	return said == NULL ? sentence : said;
}

/* ---- which languages ---- */

const char *const *
catalog_languages(size_t *n)
{
	*n = catalog_count;
	return catalog_names;
}

static const char *
find(const char *tag, size_t n)
{
	for (size_t i = 0; i < catalog_count; i++)
		if (strlen(catalog_names[i]) == n &&
		    strncasecmp(catalog_names[i], tag, n) == 0)
			return catalog_names[i];
	return NULL;
}

/* RFC 4647, 3.4: subtags are taken off from the end until something fits. */
static const char *
look_for(const char *tag, size_t n)
{
	const char *found = find(tag, n);

	while (found == NULL && n > 0) {
		while (n > 0 && tag[n - 1] != '-')
			n--;
		n -= n > 0;
		found = find(tag, n);
	}
	return found;
}

const char *
catalog_find(const char *tag)
{
	return look_for(tag, strlen(tag));
}

/* ---- Accept-Language ---- */

#define SPACE	" \t"
#define MOST_WEIGHT	1000

/* "0.8" is 800; what is no weight is nothing. */
static int
weight_of(const char *s)
{
	int weight = *s == '1' ? MOST_WEIGHT : 0;

	if (*s != '0' && *s != '1')
		return 0;
	if (*++s != '.')
		return weight;
	for (int place = 100; place > 0 && *++s >= '0' && *s <= '9'; place /= 10)
		weight += (*s - '0') * place;
	return weight < MOST_WEIGHT ? weight : MOST_WEIGHT;
}

/* "fr-CH;q=0.9": the weight of an entry of N bytes whose tag ends at TAG. */
static int
entry_weight(const char *entry, size_t tag, size_t n)
{
	const char *s = entry + tag;

	s += strspn(s, SPACE);
	if (s >= entry + n || *s != ';')
		return MOST_WEIGHT;
	s += 1 + strspn(s + 1, SPACE);
	if (*s != 'q' && *s != 'Q')
		return 0;
	s += 1 + strspn(s + 1, SPACE);
	if (*s != '=')
		return 0;
	s += 1 + strspn(s + 1, SPACE);
	return weight_of(s);
}

/* The highest weight wins, of equals the first. */
const char *
catalog_accepted(const char *header)
{
	const char *best = catalog_names[0];
	int best_weight = 0;

	for (const char *s = header; s != NULL && *s != '\0'; ) {
		size_t n, tag;
		const char *language;
		int weight;

		s += strspn(s, SPACE);
		n = strcspn(s, ",");
		tag = strcspn(s, ",;" SPACE);
		language = tag == 1 && *s == '*' ? catalog_names[0] :
		    look_for(s, tag);
		weight = entry_weight(s, tag, n);
		if (language != NULL && weight > best_weight) {
			best = language;
			best_weight = weight;
		}
		s += n;
		s += *s == ',';
	}
	return best;
}
