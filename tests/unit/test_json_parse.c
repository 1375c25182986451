/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "json/json.h"

#include <string.h>

#define TEXT(S)	{(const unsigned char *)(S), sizeof(S) - 1}

static const struct json *
parsed(struct ctx *c, const char *text)
{
	struct bytes b = {(const unsigned char *)text, strlen(text)};
	const struct json *v = NULL;

	if (!json_parse(c, b, &json_strict, &v))
		fail_msg("refused: %s: %s", text, c->err.why);
	return v;
}

static void
assert_refused(struct ctx *c, struct bytes text,
    const struct json_limits *limits)
{
	const struct json *v = NULL;

	if (json_parse(c, text, limits, &v))
		fail_msg("accepted: %.*s", (int)text.n, text.p);
	assert_null(v);
	assert_failed(c, E_parse_error);
}

static const char *
repeated(struct ctx *c, const char *s, size_t times)
{
	struct buf b;

	buf_init(&b, c->arena);
	while (times-- > 0)
		buf_puts(&b, s);
	return buf_text(&b);
}

static void
assert_refused_text(struct ctx *c, const char *s,
    const struct json_limits *limits)
{
	struct bytes text = {(const unsigned char *)s, strlen(s)};

	assert_refused(c, text, limits);
}

static void
every_kind_of_value_may_stand_alone_and_in_any_white_space(void **state)
{
	static const char *const right[] = {
		"null", "true", "false", "0", "-0", "-1", "1.5", "1e3", "1E+3",
		"1e-3",
		"0.1", "123456789012345678901234567890", "-9223372036854775808",
		"1.7976931348623157e308", "1e-400", "\"\"", "\"a\"", "[]", "{}",
		" \t\r\n[ \t\r\n] \t\r\n", "{ \"a\" : [ 1 , { } ] }",
		"[[[[]]]]",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"", "\"\x7f\"",
		"\"/* no */\"",
		"\"\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80"
		    "\xf4\x8f\xbf\xbf\"",
		"\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00\"",
		"\"\\uffff\\ufdd0\"",
		"\"\\\\ud800\"", "\"\\\\u0000\"", "\"\xe2\x80\xa8\"",
		"\"\xef\xbb\xbf\"", "{\"\":0}", "{\"a\":1,\"A\":2}",
		"{\"a\":{\"a\":1},\"b\":{\"a\":1}}", "[1,[2,[3]],{\"a\":[]}]",
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(right); i++)
		assert_non_null(parsed(c, right[i]));
}

static void
what_is_not_json_is_refused(void **state)
{
	static const struct bytes wrong[] = {
		TEXT(""), TEXT(" "), TEXT("nul"), TEXT("nulll"), TEXT("True"),
		TEXT("NaN"),
		TEXT("Infinity"), TEXT("-Infinity"), TEXT("-"), TEXT("+1"),
		TEXT("01"),
		TEXT("-01"), TEXT("1."), TEXT(".1"), TEXT("1e"), TEXT("1e+"),
		TEXT("0x1"),
		TEXT("1_0"), TEXT("1 2"), TEXT("[1 2]"), TEXT("[1,]"),
		TEXT("[,1]"),
		TEXT("[1,,2]"), TEXT("["), TEXT("]"), TEXT("[1"), TEXT("[1}"),
		TEXT("{"),
		TEXT("}"), TEXT("{\"a\"}"), TEXT("{\"a\":}"),
		TEXT("{\"a\":1,}"),
		TEXT("{a:1}"), TEXT("{1:1}"), TEXT("{'a':1}"),
		TEXT("{\"a\" 1}"),
		TEXT("{\"a\":1 \"b\":2}"), TEXT("{null:1}"), TEXT("\""),
		TEXT("\"a"),
		TEXT("'a'"), TEXT("\"\\\""), TEXT("\"\\"), TEXT("\"\\x41\""),
		TEXT("\"\\u\""), TEXT("\"\\u12\""), TEXT("\"\\u12g4\""),
		TEXT("\"\\a\""),
		TEXT("\"\\ \""), TEXT("\"\n\""), TEXT("\"\t\""),
		TEXT("\"\x1f\""),
		TEXT("[\"\\u00A\"]"), TEXT("abc"), TEXT("\\u0022a\""),
		TEXT("<a>"),
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(wrong); i++)
		assert_refused(c, wrong[i], &json_strict);
}

static void
nothing_stands_before_behind_or_between_values(void **state)
{
	static const struct bytes wrong[] = {
		TEXT("\xef\xbb\xbf{}"), TEXT("{}\xef\xbb\xbf"), TEXT("{}x"),
		TEXT("{}{}"),
		TEXT("{},"), TEXT("[]]"), TEXT("{}\0"), TEXT("\0{}"),
		TEXT("[\0]"),
		TEXT("[\f]"), TEXT("\f1"), TEXT("1\f"), TEXT("[1,\f2]"),
		TEXT("[\v]"),
		TEXT("[\xc2\xa0]"), TEXT("[\xe2\x81\xa0]"), TEXT("[\x7f]"),
		TEXT("[\x1a]"),
		TEXT("/* a */1"), TEXT("1 // a"), TEXT("[/**/]"),
		TEXT("# a\n1"),
		TEXT("{\"a\":/*b*/1}"),
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(wrong); i++)
		assert_refused(c, wrong[i], &json_strict);
}

static void
text_is_well_formed_utf8_without_nul(void **state)
{
	static const struct bytes wrong[] = {
		TEXT("\"\xc0\xaf\""), TEXT("\"\xc1\xbf\""),
		TEXT("\"\xe0\x80\xaf\""),
		TEXT("\"\xe0\x9f\xbf\""), TEXT("\"\xf0\x8f\xbf\xbf\""),
		TEXT("\"\x80\""),
		TEXT("\"\xff\""), TEXT("\"\xfe\""), TEXT("\"\xc3\""),
		TEXT("\"\xe2\x82\""),
		TEXT("\"\xed\xa0\x80\""), TEXT("\"\xed\xb0\x80\""),
		TEXT("\"\xed\xa0\xbd\xed\xb8\x80\""),
		TEXT("\"\xf4\x90\x80\x80\""),
		TEXT("\"\xf5\x80\x80\x80\""), TEXT("\"\xf8\x88\x80\x80\x80\""),
		TEXT("\"\xc3\x28\""), TEXT("{\"\xc0\xaf\":1}"),
		TEXT("\"a\0b\""),
		TEXT("\"\\u0000\""), TEXT("{\"a\\u0000\":1}"),
		TEXT("\"\\\xc3\xa9\""),
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(wrong); i++)
		assert_refused(c, wrong[i], &json_strict);
}

static void
surrogates_come_in_pairs(void **state)
{
	static const struct bytes wrong[] = {
		TEXT("\"\\ud800\""), TEXT("\"\\udc00\""),
		TEXT("\"\\ude00\\ud83d\""),
		TEXT("\"\\ud83d\\u0041\""), TEXT("\"\\ud83dx\""),
		TEXT("\"\\ud83d\\n\""),
		TEXT("\"\\ud83d\\ud83d\\ude00\""), TEXT("\"\\ud83d\\\""),
		TEXT("\"\\ud83d\\ude0\""), TEXT("\"\\ud83d\\u\""),
		TEXT("\"\\ud83d"),
		TEXT("{\"\\udfff\":1}"), TEXT("\"\\ud83d\\ude00\\ude00\""),
	};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(wrong); i++)
		assert_refused(c, wrong[i], &json_strict);
	assert_string_equal(parsed(c, "\"\\ud83d\\ude00\"")->text,
	    "\xf0\x9f\x98\x80");
	assert_string_equal(parsed(c, "\"\\udbff\\udfff\"")->text,
	    "\xf4\x8f\xbf\xbf");
}

static void
a_name_stands_once_however_it_is_spelt(void **state)
{
	struct ctx *c = *state;
	struct buf b;

	assert_refused_text(c, "{\"a\":1,\"a\":1}", &json_strict);
	assert_refused_text(c, "{\"a\":1,\"\\u0061\":2}", &json_strict);
	assert_refused_text(c, "[{\"b\":{\"\":1,\"c\":2,\"\":3}}]",
	    &json_strict);
	assert_refused_text(c, "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":1}",
	    &json_strict);
	buf_init(&b, c->arena);
	for (int i = 0; i < 200; i++)
		buf_printf(&b, "%s\"n%d\":%d", i == 0 ? "{" : ",", i, i);
	assert_int_equal(parsed(c, arena_printf(c->arena, "%s}",
	    buf_text(&b)))->count, 200);
	buf_puts(&b, ",\"n\\u0037\":0}");
	assert_refused_text(c, buf_text(&b), &json_strict);
}

static void
numbers_are_kept_as_they_were_written(void **state)
{
	static const char *const texts[] = {"9007199254740993", "1.50", "1E+2",
	"-0",
	    "12345678901234567890123456789012"};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(texts); i++)
		assert_string_equal(parsed(c, texts[i])->text, texts[i]);
	assert_refused_text(c, "123456789012345678901234567890123",
	    &json_trusted);
	assert_refused_text(c, "1e999", &json_trusted);
	assert_refused_text(c, "-1e309", &json_trusted);
}

static void
a_text_deeper_than_32_is_refused_at_any_size(void **state)
{
	struct ctx *c = *state;
	const char *open = repeated(c, "[", 32), *close = repeated(c, "]", 32);
	const char *deep = arena_printf(c->arena, "%s%s", open, close);

	assert_non_null(parsed(c, deep));
	assert_refused_text(c, arena_printf(c->arena, "[%s]", deep),
	    &json_trusted);
	assert_refused_text(c, arena_printf(c->arena, "{\"a\":%s}", deep),
	    &json_trusted);
	assert_refused_text(c, repeated(c, "[", 1000000), &json_trusted);
	assert_refused_text(c, repeated(c, "{\"a\":", 300000),
	    &(struct json_limits){0});
}

static void
each_limit_is_met_exactly(void **state)
{
	static const struct json_limits few = {.depth = 2, .values = 5,
	.members = 3,
	    .name = 4, .string = 6};
	static const char *const right[] = {"[[]]", "[1,2,3,4]",
	    "{\"a\":1,\"b\":2,\"c\":3}", "{\"abcd\":1}", "\"\\u006123456\""};
	static const char *const wrong[] = {"[[[]]]", "[1,2,3,4,5]",
	    "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", "{\"abcde\":1}",
	    "\"1234567\""};
	struct ctx *c = *state;

	for (size_t i = 0; i < countof(right); i++) {
		struct bytes text = {(const unsigned char *)right[i],
		strlen(right[i])};
		const struct json *v;

		assert_true(json_parse(c, text, &few, &v));
		assert_refused_text(c, wrong[i], &few);
	}
}

static void
the_tree_has_what_the_text_said(void **state)
{
	struct ctx *c = *state;
	const struct json *v = parsed(c,
	    "{\"a\":[1,\"x\\ny\",null,true],\"b\":{},\"c\":false}");
	const struct json *a = json_get(v, "a");

	assert_int_equal(v->type, JSON_OBJECT);
	assert_int_equal(v->count, 3);
	assert_ptr_equal(v->first, a);
	assert_string_equal(v->last->name, "c");
	assert_int_equal(a->count, 4);
	assert_string_equal(a->first->text, "1");
	assert_null(a->first->name);
	assert_string_equal(a->first->next->text, "x\ny");
	assert_int_equal(a->first->next->next->type, JSON_NULL);
	assert_true(a->last->boolean);
	assert_int_equal(json_get(v, "b")->type, JSON_OBJECT);
	assert_null(json_get(v, "d"));
	assert_null(json_get(a, "a"));
	assert_null(json_get(NULL, "a"));
}

static void
whole_numbers_are_exact_up_to_2_to_the_53(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} right[] = {
		{"0", 0}, {"-0", 0}, {"0.000", 0}, {"0e99999", 0}, {"1.0", 1},
		{"1e3", 1000},
		{"-1.20e1", -12}, {"100e-2", 1}, {"0.5e1", 5}, {"0.001e3", 1},
		{"9007199254740991", 9007199254740991},
		{"-9007199254740991", -9007199254740991},
		{"9007199254740991.0", 9007199254740991},
		{"900719925474099.1e1", 9007199254740991}, {"1e15",
		1000000000000000},
		{"1000000000000000000000e-20", 10},
	};
	static const char *const wrong[] = {"9007199254740992",
	"-9007199254740992",
	    "1.5", "1e16", "1e-1", "0.1", "12345678901234567890", "1e300",
	    "1e-300",
	    "10000000000000001", "\"1\"", "true", "null", "[]"};
	struct ctx *c = *state;
	int64_t n = 77;

	for (size_t i = 0; i < countof(right); i++) {
		assert_true(json_int(parsed(c, right[i].text), &n));
		assert_int_equal(n, right[i].value);
	}
	n = 77;
	for (size_t i = 0; i < countof(wrong); i++)
		assert_false(json_int(parsed(c, wrong[i]), &n));
	assert_false(json_int(NULL, &n));
	assert_int_equal(n, 77);
}

static void
a_refused_text_leaves_no_result_and_one_error(void **state)
{
	struct ctx *c = *state;
	const struct json *v = NULL;

	assert_false(json_parse(c, (struct bytes)TEXT("[\"secret\""),
	    &json_strict,
	    &v));
	assert_null(v);
	assert_int_equal(c->err.code, E_parse_error);
	assert_null(strstr(c->err.why, "secret"));
	assert_failed(c, E_parse_error);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_kind_of_value_may_stand_alone_and_in_any_white_space),
		UNIT(what_is_not_json_is_refused),
		UNIT(nothing_stands_before_behind_or_between_values),
		UNIT(text_is_well_formed_utf8_without_nul),
		UNIT(surrogates_come_in_pairs),
		UNIT(a_name_stands_once_however_it_is_spelt),
		UNIT(numbers_are_kept_as_they_were_written),
		UNIT(a_text_deeper_than_32_is_refused_at_any_size),
		UNIT(each_limit_is_met_exactly),
		UNIT(the_tree_has_what_the_text_said),
		UNIT(whole_numbers_are_exact_up_to_2_to_the_53),
		UNIT(a_refused_text_leaves_no_result_and_one_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
