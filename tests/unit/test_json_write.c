/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "json/json.h"

#include <string.h>

static const struct json *
parsed(struct ctx *c, const char *text)
{
	struct bytes b = {(const unsigned char *)text, strlen(text)};
	const struct json *v = NULL;

	if (!json_parse(c, b, &json_trusted, &v))
		fail_msg("refused: %s", text);
	return v;
}

static const char *
written(struct ctx *c, const struct json *v)
{
	struct buf b;

	buf_init(&b, c->arena);
	json_write(&b, v);
	return buf_text(&b);
}

static void
what_was_compact_comes_back_byte_by_byte(void **state)
{
	static const char *const texts[] = {
		"null", "true", "false", "-0", "1.50", "9007199254740993",
		"\"\"",
		"\"a/b\"", "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\"",
		"\"\x7f\"",
		"\"\xf0\x9f\x98\x80\"", "[]", "{}", "[[],{},[1,\"a\",null]]",
		"{\"b\":1,\"a\":{\"\\n\":[true]},\"\":\"\"}",
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(texts); i++)
		assert_string_equal(written(c, parsed(c, texts[i])), texts[i]);
}

static void
what_is_written_reads_as_an_equal_tree(void **state)
{
	static const char *const texts[] = {
		" [ 1 , \"\\u0061\\/\\ud83d\\ude00\" ] ",
		"{ \"\\u0062\" : [ { } , 1E5 , -0.0 ] , \"a\" : \"\\u001f\xc3\xa9\" }",
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(texts); i++) {
		const struct json *v = parsed(c, texts[i]);

		assert_true(json_equal(v, parsed(c, written(c, v))));
	}
}

static void
values_are_equal_whatever_the_order_of_members(void **state)
{
	static const char *const same[][2] = {
		{"{\"a\":1,\"b\":[2]}", "{\"b\":[2],\"a\":1}"},
		{"{\"a\":1,\"b\":2,\"c\":3}", "{\"c\":3,\"a\":1,\"b\":2}"},
		{"[1,100]", "[1.0,1e2]"}, {"0", "-0"}, {"0.1", "0.1"},
		{"\"a\"", "\"\\u0061\""},
	};
	static const char *const other[][2] = {
		{"[1,2]", "[2,1]"}, {"[1]", "[1,1]"}, {"{\"a\":1}",
		"{\"a\":2}"},
		{"{\"a\":1}", "{\"b\":1}"}, {"{\"a\":1}", "{\"a\":1,\"b\":1}"},
		{"{}", "[]"}, {"null", "false"}, {"true", "false"}, {"1",
		"\"1\""},
		{"1", "1.5"}, {"0.1", "0.2"}, {"{\"a\":1,\"b\":2}",
		"{\"a\":1,\"c\":2}"},
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(same); i++)
		assert_true(json_equal(parsed(c, same[i][0]), parsed(c,
		    same[i][1])));
	for (size_t i = 0; i < countof(other); i++)
		assert_false(json_equal(parsed(c, other[i][0]),
		    parsed(c, other[i][1])));
}

static void
values_are_made_member_by_member(void **state)
{
	struct ctx *c = *state;
	struct arena *a = c->arena;
	static const char *const names[] = {"x", "y"};
	struct json *object = json_new(a, JSON_OBJECT);
	char text[] = "text";

	json_set(a, object, "s", json_string(a, text));
	json_set(a, object, "n", json_number(a, -42));
	json_set(a, object, "t", json_boolean(a, true));
	json_set(a, object, "none", json_new(a, JSON_NULL));
	json_set(a, object, "list", json_list_of(a, names, countof(names)));
	json_append(object->last, json_number(a, INT64_MIN));
	text[0] = 'T';
	assert_string_equal(written(c, object), "{\"s\":\"text\",\"n\":-42,"
	    "\"t\":true,\"none\":null,\"list\":[\"x\",\"y\",-9223372036854775808]}");
	assert_int_equal(object->count, 5);
}

static void
a_copy_outlives_the_arena_of_its_original(void **state)
{
	static const char text[] = "{\"a\":[1,{\"b\":\"c\"},true],\"d\":null}";
	struct ctx *c = *state;
	struct arena *other = arena_open();
	struct ctx short_lived;
	const struct json *copy;

	ctx_init(&short_lived, other, "unit");
	copy = json_copy(c->arena, parsed(&short_lived, text));
	arena_close(other);
	assert_string_equal(written(c, copy), text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_was_compact_comes_back_byte_by_byte),
		UNIT(what_is_written_reads_as_an_equal_tree),
		UNIT(values_are_equal_whatever_the_order_of_members),
		UNIT(values_are_made_member_by_member),
		UNIT(a_copy_outlives_the_arena_of_its_original),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
