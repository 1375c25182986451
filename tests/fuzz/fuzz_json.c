/* SPDX-License-Identifier: MIT */
/*
 * fuzz_json — any bytes are refused, or become a tree that is written, read,
 * copied, decoded and encoded without loss.
 */
#include "json/json.h"

#include "base/utf8.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { THING = 1, OTHER };
static const char *const prefixes[] = {NULL, "t", "o"};

#define INNER(F, T)							\
	F(T, str,  s, .max = 9, .opt = true)				\
	F(T, strs, l, .max = 3, .one_of = "a|b", .opt = true)
RECORD(inner, INNER);

#define OUTER(F, T)							\
	F(T, str,  s, .empty = true, .opt = true)			\
	F(T, str,  m, .format = FORMAT_email, .opt = true)		\
	F(T, str,  n, .name_text = true, .opt = true)			\
	F(T, int,  i, .min = -9, .max = 9, .opt = true)			\
	F(T, int,  j, .opt = true, .nullable = true)			\
	F(T, bool, b, .opt = true)					\
	F(T, time, t, .opt = true, .nullable = true)			\
	F(T, id,   d, .kind = THING, .kind2 = OTHER, .opt = true)	\
	F(T, json, v, .opt = true)					\
	F(T, rec,  r, inner, .opt = true, .nullable = true)		\
	F(T, list, l, inner, .max = 9, .opt = true)
RECORD(outer, OUTER);

static const struct json *
read_again(struct ctx *c, struct buf *b)
{
	const struct json *v = NULL;
	bool ok = json_parse(c, buf_bytes(b), &json_trusted, &v);

	assert(ok);
	return v;
}

static void
write_and_read(struct ctx *c, const struct json *v)
{
	struct buf first, second;
	const struct json *again;

	buf_init(&first, c->arena);
	json_write(&first, v);
	assert(utf8_is_valid(first.p, first.n));
	again = read_again(c, &first);
	assert(json_equal(v, again) && json_equal(again, v));
	buf_init(&second, c->arena);
	json_write(&second, json_copy(c->arena, again));
	assert(strcmp(buf_text(&first), buf_text(&second)) == 0);
}

/* What was decoded without a fault is encoded, and that decodes to the same. */
static void
decode_and_encode(struct ctx *c, const struct json *v)
{
	struct outer out;
	struct buf first, second;

	json_decode(c, &record_outer, v, "", &out);
	if (c->err.faults != NULL) {
		assert(!fail_faults(c));
		return;
	}
	buf_init(&first, c->arena);
	json_encode(&first, &record_outer, &out);
	json_decode(c, &record_outer, read_again(c, &first), "", &out);
	assert(c->err.faults == NULL);
	buf_init(&second, c->arena);
	json_encode(&second, &record_outer, &out);
	assert(strcmp(buf_text(&first), buf_text(&second)) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	const struct json *v = NULL;
	struct ctx c;

	if (arena == NULL) {
		arena = arena_open();
		id_prefixes(prefixes, countof(prefixes));
	}
	ctx_init(&c, arena, "fuzz");
	if (json_parse(&c, (struct bytes){data, size}, &json_strict, &v)) {
		write_and_read(&c, v);
		decode_and_encode(&c, v);
	} else {
		assert(c.err.code == E_parse_error && v == NULL);
	}
	arena_reset(arena);
	return 0;
}
