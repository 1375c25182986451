/* SPDX-License-Identifier: MIT */
/*
 * fuzz_text — ids, encodings, cursors and formats: what is read is written back the same,
 * and nothing else is read.
 */
#include "base/id.h"
#include "base/utf8.h"
#include "crypt/crypt.h"
#include "model/kind.h"
#include "model/page.h"
#include "model/setting.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
try_ids(struct arena *a, const char *s)
{
	unsigned char b[16];
	char text[27];
	struct id id;

	if (id_parse(s, &id))
		assert(strcmp(id_format(a, id), s) == 0);
	if (strlen(s) == 26 && id_decode(s, b)) {
		id_encode(b, text);
		assert(strcmp(text, s) == 0);
	}
}

static void
try_encodings(struct arena *a, struct bytes in, const char *s)
{
	struct bytes out;
	bool read;

	read = base64url_decode(a, base64url_encode(a, in), &out);
	assert(read && out.n == in.n && memcmp(out.p, in.p, in.n) == 0);
	read = hex_decode(a, hex_encode(a, in), &out);
	assert(read && out.n == in.n && memcmp(out.p, in.p, in.n) == 0);
	(void)base64url_decode(a, s, &out);
	(void)hex_decode(a, s, &out);
}

static void
try_cursor(struct arena *a, const char *s)
{
	struct call c = {0};
	struct page p;
	struct id last;

	ctx_init(&c.ctx, a, "fuzz");
	if (!page_open(&c, 1, INT_ABSENT, s, SORTED, &p))
		return;
	assert(p.by_cursor && p.from.n == sizeof(last));
	memcpy(last.b, p.from.p, sizeof(last.b));
	assert(strcmp(page_next_sorted(&c, &p, 2, last, p.key), s) == 0);
	(void)like_anywhere(a, p.key);
}

static const enum format formats[] = {
#define X(NAME, SCHEMA, MESSAGE, SAMPLE)	FORMAT_##NAME,
#include "record/formats.def"
#undef X
};

static void
try_formats(struct arena *a, const char *s)
{
	if (!utf8_is_valid(s, strlen(s)))
		return;
	for (size_t i = 0; i < countof(formats); i++)
		(void)format_is(formats[i], s);
	(void)utf8_fold(a, s);
	(void)utf8_length(s);
}

/* What was merged without a fault is in force, and merges again to the same. */
static void
try_settings(struct arena *a, struct bytes in)
{
	const struct json *values;
	const char *once, *twice;
	struct settings s;
	struct ctx c;

	ctx_init(&c, a, "fuzz");
	if (!json_parse(&c, in, &json_strict, &values))
		return;
	for (int level = LEVEL_platform; level <= LEVEL_tenant; level++) {
		ctx_init(&c, a, "fuzz");
		once = settings_merge(&c, (enum level)level, NULL, values, "values");
		if (c.err.faults != NULL)
			continue;
		twice = settings_merge(&c, (enum level)level, once, values, "values");
		assert(c.err.faults == NULL && strcmp(once, twice) == 0);
		settings_resolve(&c, once, NULL, NULL, &s);
		(void)settings_values(a, &s, (struct strs){NULL, 0});
		(void)setting_strs(a, &s, SETTING_allowed_origins);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	const char *s;

	if (arena == NULL) {
		arena = arena_open();
		id_prefixes(kind_prefixes, KIND_COUNT);
		crypt_init();
	}
	s = arena_memdup(arena, data, size);
	try_ids(arena, s);
	try_encodings(arena, (struct bytes){data, size}, s);
	try_cursor(arena, s);
	try_formats(arena, s);
	try_settings(arena, (struct bytes){data, size});
	arena_reset(arena);
	return 0;
}
