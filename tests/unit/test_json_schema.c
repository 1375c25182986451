/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "json/json.h"

#include <string.h>

enum { THING = 1, OTHER };
static const char *const prefixes[] = {NULL, "thing", "other"};

#define LEAF(F, T)							\
	F(T, str,  email, .max = 254, .format = FORMAT_email, .doc = "Who")
RECORD(leaf, LEAF);

#define BRANCH(F, T)							\
	F(T, list, leaves, leaf, .min = 1, .max = 9)			\
	F(T, rec,  first, leaf, .opt = true)				\
	F(T, bytes, hash)
RECORD(branch, BRANCH);

#define TREE(F, T)							\
	F(T, rec,  trunk, branch, .doc = "Its \"trunk\"")		\
	F(T, rec,  crown, leaf, .nullable = true, .opt = true)		\
	F(T, list, boughs, branch)
RECORD(tree, TREE);

/* Contains itself: nothing but a list can end such a thing. */
struct knot;
extern const struct record record_knot;
#define KNOT(F, T)							\
	F(T, strs, names, .one_of = "a|b", .opt = true)			\
	F(T, list, knots, knot)
RECORD_STRUCT(knot, KNOT);
RECORD_TABLE(knot, KNOT);

static const char *
schema(struct ctx *c, const struct record *r, bool input)
{
	struct bytes text;
	const struct json *v;
	struct buf b;

	buf_init(&b, c->arena);
	json_schema(&b, r, input);
	text = buf_bytes(&b);
	assert_true(json_parse(c, text, &json_strict, &v));
	return buf_text(&b);
}

static const char *
named(const char *field)
{
	return strcmp(field, "names") == 0 ? "Ann" : NULL;
}

static const char *
sample(struct ctx *c, const struct record *r)
{
	struct buf b;

	buf_init(&b, c->arena);
	json_sample(&b, r, named);
	return buf_text(&b);
}

static void
assert_field(struct ctx *c, const struct field *f, bool input,
	     const char *expected)
{
	struct buf b;

	buf_init(&b, c->arena);
	json_schema_field(&b, f, input);
	assert_string_equal(buf_text(&b), expected);
}

static void
an_object_has_a_title_its_members_and_what_is_required(void **state)
{
	struct ctx *c = *state;

	assert_string_equal(schema(c, &record_branch, true),
	    "{\"title\":\"branch\",\"type\":\"object\",\"properties\":{"
	    "\"leaves\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":9,"
	    "\"items\":{\"$ref\":\"#/components/schemas/leaf\"}},"
	    "\"first\":{\"$ref\":\"#/components/schemas/leaf\"}},"
	    "\"required\":[\"leaves\"],\"additionalProperties\":false}");
	assert_string_equal(schema(c, &record_leaf, false),
	    "{\"title\":\"leaf\",\"type\":\"object\",\"properties\":{"
	    "\"email\":{\"description\":\"Who\",\"type\":\"string\","
	    "\"maxLength\":254,\"format\":\"email\"}},\"required\":[\"email\"]}");
	assert_string_equal(schema(c, &record_nothing, true),
	    "{\"title\":\"nothing\",\"type\":\"object\",\"properties\":{},"
	    "\"additionalProperties\":false}");
}

static void
null_and_descriptions_stand_beside_a_reference_one_step_up(void **state)
{
	struct ctx *c = *state;

	assert_field(c, &record_tree.fields[0], true,
	    "{\"description\":\"Its \\\"trunk\\\"\","
	    "\"allOf\":[{\"$ref\":\"#/components/schemas/branch\"}]}");
	assert_field(c, &record_tree.fields[1], true,
	    "{\"oneOf\":[{\"$ref\":\"#/components/schemas/leaf\"},"
	    "{\"type\":\"null\"}]}");
}

static void
texts_say_their_bounds(void **state)
{
	struct ctx *c = *state;
	struct field f = {.type = TYPE_str, .max = 5, .format = FORMAT_domain};

	assert_field(c, &f, true, "{\"type\":\"string\",\"minLength\":1,"
	    "\"maxLength\":5,\"format\":\"hostname\"}");
	assert_field(c, &f, false, "{\"type\":\"string\",\"maxLength\":5,"
	    "\"format\":\"hostname\"}");
	f.min = 3;
	assert_field(c, &f, false, "{\"type\":\"string\",\"minLength\":3,"
	    "\"maxLength\":5,\"format\":\"hostname\"}");
	f.empty = true;
	assert_field(c, &f, true, "{\"type\":\"string\",\"maxLength\":5}");
	f = (struct field){.type = TYPE_str, .one_of = "a|b", .nullable = true};
	assert_field(c, &f, true, "{\"oneOf\":[{\"type\":\"string\","
	    "\"enum\":[\"a\",\"b\"]},{\"type\":\"null\"}]}");
	f = (struct field){.type = TYPE_str, .one_of = "a", .empty = true};
	assert_field(c, &f, true,
	    "{\"type\":\"string\",\"enum\":[\"a\",\"\"]}");
	assert_field(c, &record_knot.fields[0], true, "{\"type\":\"array\","
	    "\"items\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}}");
}

static void
numbers_times_and_ids_say_theirs(void **state)
{
	struct ctx *c = *state;
	struct field f = {.type = TYPE_int, .max = 9, .def = 4,
	.has_def = true};

	assert_field(c, &f, true, "{\"default\":4,\"type\":\"integer\","
	    "\"minimum\":0,\"maximum\":9}");
	f = (struct field){.type = TYPE_int, .min = 1, .has_def = true,
	.def = 2};
	assert_field(c, &f, false, "{\"type\":\"integer\",\"minimum\":1}");
	f = (struct field){.type = TYPE_int};
	assert_field(c, &f, true, "{\"type\":\"integer\"}");
	f = (struct field){.type = TYPE_bool, .has_def = true, .def = 1};
	assert_field(c, &f, true, "{\"default\":true,\"type\":\"boolean\"}");
	f = (struct field){.type = TYPE_time};
	assert_field(c, &f, true,
	    "{\"type\":\"string\",\"format\":\"date-time\"}");
	f = (struct field){.type = TYPE_json, .nullable = true, .doc = "Any"};
	assert_field(c, &f, true, "{\"description\":\"Any\"}");
	f = (struct field){.type = TYPE_id};
	assert_field(c, &f, true,
	    "{\"type\":\"string\",\"pattern\":\"^[a-z]+_[0-9a-z]{26}$\"}");
	f.kind = THING;
	assert_field(c, &f, true,
	    "{\"type\":\"string\",\"pattern\":\"^thing_[0-9a-z]{26}$\"}");
	f.kind2 = OTHER;
	assert_field(c, &f, true,
	    "{\"type\":\"string\",\"pattern\":\"^(thing|other)_[0-9a-z]{26}$\"}");
}

static void
note(const struct record *r, void *arg)
{
	buf_printf(arg, "%s ", r->name);
}

static void
each_record_that_is_reached_is_shown_once(void **state)
{
	struct ctx *c = *state;
	struct buf b;

	buf_init(&b, c->arena);
	json_schema_walk(&record_tree, note, &b);
	assert_string_equal(buf_text(&b), "branch leaf ");
	buf_init(&b, c->arena);
	json_schema_walk(&record_knot, note, &b);
	assert_string_equal(buf_text(&b), "knot ");
	buf_init(&b, c->arena);
	json_schema_walk(&record_leaf, note, &b);
	assert_string_equal(buf_text(&b), "");
}

#define SHOWN(F, T)							\
	F(T, id,   thing_id, .kind = THING)				\
	F(T, str,  state, .one_of = "on|off")				\
	F(T, str,  note)						\
	F(T, str,  names)						\
	F(T, str,  rest, .nullable = true)				\
	F(T, int,  n, .min = 3, .max = 9)				\
	F(T, int,  more, .has_def = true, .def = 20)			\
	F(T, bool, left_out, .opt = true)				\
	F(T, time, at)							\
	F(T, json, any)							\
	F(T, list, leaves, leaf)
RECORD(shown, SHOWN);

static void
a_sample_has_what_must_be_there_and_what_is_allowed(void **state)
{
	assert_string_equal(sample(*state, &record_shown),
	    "{\"thing_id\":\"thing_01jbx3q9ek7c8s5w2m4n6p8r01\",\"state\":\"on\","
	    "\"note\":\"note\",\"names\":\"Ann\",\"rest\":null,\"n\":3,\"more\":20,"
	    "\"at\":\"2026-11-21T09:30:00Z\",\"any\":{},"
	    "\"leaves\":[{\"email\":\"ann@example.com\"}]}");
}

static void
a_sample_of_what_contains_itself_ends(void **state)
{
	assert_string_equal(sample(*state, &record_knot), "{\"knots\":[]}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(an_object_has_a_title_its_members_and_what_is_required),
		UNIT(null_and_descriptions_stand_beside_a_reference_one_step_up),
		UNIT(texts_say_their_bounds),
		UNIT(numbers_times_and_ids_say_theirs),
		UNIT(each_record_that_is_reached_is_shown_once),
		UNIT(a_sample_has_what_must_be_there_and_what_is_allowed),
		UNIT(a_sample_of_what_contains_itself_ends),
	};

	id_prefixes(prefixes, countof(prefixes));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
