/* SPDX-License-Identifier: MIT */
#include "base/id.h"

#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define DIGITS	26

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static const char *const *prefixes;
static unsigned kinds;

void
id_prefixes(const char *const *table, unsigned count)
{
	prefixes = table;
	kinds = count;
}

const char *
id_prefix(unsigned kind)
{
	assert(kind > 0 && kind < kinds);
	return prefixes[kind];
}

struct id
id_make(unsigned kind)
{
	int64_t ms = clock_now_ms();
	struct id id;

	assert(kind > 0 && kind < kinds);
	if (getrandom(id.b, sizeof(id.b), 0) != sizeof(id.b))
		abort();
	for (int i = 0; i < 6; i++)
		id.b[i] = (unsigned char)(ms >> (40 - 8 * i));
	id.b[6] = (unsigned char)(0x70 | (id.b[6] & 0x0f));
	id.b[8] = (unsigned char)(0x80 | (id.b[8] & 0x3f));
	id.b[15] = (unsigned char)kind;
	return id;
}

unsigned
id_kind(struct id id)
{
	return id.b[15];
}

bool
id_is_null(struct id id)
{
	return id_equal(id, (struct id){{0}});
}

bool
id_equal(struct id a, struct id b)
{
	return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

/* 128 bits are 25 digits of five bits and three bits in front. */
void
id_encode(const unsigned char b[16], char out[27])
{
	unsigned acc = 0, bits = 2;	/* two zero bits make it 130 */
	int n = 0;

	for (int i = 0; i < 16; i++) {
		acc = (acc << 8 | b[i]) & 0xfff;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			out[n++] = alphabet[acc >> bits & 31];
		}
	}
	assert(n == DIGITS && bits == 0);
	out[n] = '\0';
}

bool
id_decode(const char *s, unsigned char out[16])
{
	unsigned char b[17] = {0};
	unsigned acc = 0, bits = 0;
	int n = 0;

	if (strlen(s) != DIGITS || s[0] > '7')
		return false;
	for (int i = 0; i < DIGITS; i++) {
		const char *digit = strchr(alphabet, s[i]);

		if (digit == NULL)
			return false;
		acc = (acc << 5 | (unsigned)(digit - alphabet)) & 0xfff;
		bits += i == 0 ? 3 : 5;
		if (bits >= 8) {
			bits -= 8;
			b[n++] = (unsigned char)(acc >> bits);
		}
	}
	memcpy(out, b, 16);
	return true;
}

size_t
id_write(struct id id, char out[ID_MOST + 1])
{
	const char *prefix = id_prefix(id_kind(id));
	size_t n = strlen(prefix);

	assert(n + 1 + DIGITS <= ID_MOST);
	memcpy(out, prefix, n);
	out[n] = '_';
	id_encode(id.b, out + n + 1);
	return n + 1 + DIGITS;
}

const char *
id_format(struct arena *a, struct id id)
{
	char text[ID_MOST + 1];
	size_t n = id_write(id, text);

	return arena_memdup(a, text, n);
}

bool
id_parse(const char *s, struct id *out)
{
	const char *end = strrchr(s, '_');
	struct id id;
	unsigned kind;

	if (end == NULL || !id_decode(end + 1, id.b))
		return false;
	kind = id_kind(id);
	if (kind == 0 || kind >= kinds ||
	    strlen(prefixes[kind]) != (size_t)(end - s) ||
	    memcmp(prefixes[kind], s, (size_t)(end - s)) != 0)
		return false;
	*out = id;
	return true;
}
