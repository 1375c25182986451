/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "json/json.h"

#include <string.h>

enum { THING = 1, OTHER, THIRD };
static const char *const prefixes[] = {NULL, "thing", "other", "third"};

#define GUEST(F, T)							\
	F(T, str,  email, .max = 254, .format = FORMAT_email)		\
	F(T, str,  role, .one_of = "admin|member", .opt = true)		\
	F(T, strs, tags, .max = 2, .opt = true)
RECORD(guest, GUEST);

#define ALL(F, T)							\
	F(T, str,  name, .min = 2, .max = 5, .name_text = true)		\
	F(T, str,  note, .empty = true, .opt = true)			\
	F(T, str,  alias, .opt = true, .nullable = true)		\
	F(T, int,  size, .min = 1, .max = 10, .opt = true, .def = 4,	\
	    .has_def = true)						\
	F(T, int,  seats, .opt = true, .nullable = true)		\
	F(T, bool, active, .opt = true, .def = 1, .has_def = true)	\
	F(T, time, until, .opt = true, .nullable = true)		\
	F(T, id,   thing_id, .kind = THING, .kind2 = OTHER, .opt = true) \
	F(T, id,   any_id, .opt = true)					\
	F(T, json, value, .opt = true)					\
	F(T, rec,  owner, guest, .opt = true, .nullable = true)		\
	F(T, list, users, guest, .min = 1, .max = 3, .opt = true)	\
	F(T, bytes, hash)
RECORD(all, ALL);

static const struct json *
parsed(struct ctx *c, const char *text)
{
	struct bytes b = {(const unsigned char *)text, strlen(text)};
	const struct json *v = NULL;

	if (!json_parse(c, b, &json_trusted, &v))
		fail_msg("refused: %s", text);
	return v;
}

static struct all
decoded(struct ctx *c, const char *text)
{
	struct all out;

	json_decode(c, &record_all, parsed(c, text), "", &out);
	if (c->err.faults != NULL)
		fail_msg("%s: %s %s", text, c->err.faults->field,
		    c->err.faults->message);
	return out;
}

/* The faults as "field rule, field rule", and the ctx is clean again. */
static const char *
faults(struct ctx *c, const struct record *r, const char *text,
    const char *path)
{
	void *out = arena_alloc(c->arena, r->size);
	struct buf b;

	json_decode(c, r, parsed(c, text), path, out);
	buf_init(&b, c->arena);
	for (const struct fault *f = c->err.faults; f != NULL; f = f->next)
		buf_printf(&b, "%s%s %s", b.n > 0 ? ", " : "", f->field,
		    f->rule);
	c->err = (struct error){0};
	return buf_text(&b);
}

static void
assert_faults(struct ctx *c, const char *text, const char *expected)
{
	assert_string_equal(faults(c, &record_all, text, ""), expected);
}

static void
what_is_right_lands_in_the_struct(void **state)
{
	struct ctx *c = *state;
	struct id id = id_make(OTHER), any = id_make(THIRD);
	struct all v = decoded(c, arena_printf(c->arena,
	    "{\"name\":\" Ada \",\"note\":\"\",\"size\":1e1,\"seats\":-3,"
	    "\"active\":false,\"until\":\"2026-01-31T10:00:00+01:00\","
	    "\"thing_id\":\"%s\",\"any_id\":\"%s\",\"value\":{\"x\":null},"
	    "\"owner\":{\"email\":\"a@b.test\",\"role\":\"ADMIN\"},"
	    "\"users\":[{\"email\":\"c@d.test\",\"tags\":[\"x\",\"y\"]},"
	    "{\"email\":\"e@f.test\",\"tags\":[]}]}",
	    id_format(c->arena, id), id_format(c->arena, any)));

	assert_string_equal(v.name, "Ada");
	assert_string_equal(v.note, "");
	assert_int_equal(v.size, 10);
	assert_int_equal(v.seats, -3);
	assert_false(v.active);
	assert_int_equal(v.until, 1769850000);
	assert_true(id_equal(v.thing_id, id));
	assert_true(id_equal(v.any_id, any));
	assert_int_equal(json_get(v.value, "x")->type, JSON_NULL);
	assert_string_equal(v.owner->role, "admin");
	assert_null(v.owner->tags.at);
	assert_int_equal(v.users.n, 2);
	assert_string_equal(v.users.at[0].tags.at[1], "y");
	assert_null(v.users.at[1].role);
	assert_int_equal(v.users.at[1].tags.n, 0);
	assert_non_null(v.users.at[1].tags.at);
}

static void
what_is_left_out_is_absent_or_the_default(void **state)
{
	struct ctx *c = *state;
	struct all v = decoded(c, "{\"name\":\"Ada\"}");

	assert_null(v.note);
	assert_null(v.alias);
	assert_int_equal(v.size, 4);
	assert_int_equal(v.seats, INT_ABSENT);
	assert_true(v.active);
	assert_int_equal(v.until, INT_ABSENT);
	assert_true(id_is_null(v.thing_id));
	assert_null(v.value);
	assert_null(v.owner);
	assert_null(v.users.at);
}

static void
null_clears_what_is_nullable_and_is_a_fault_elsewhere(void **state)
{
	struct ctx *c = *state;
	struct all v = decoded(c,
	    "{\"name\":\"Ada\",\"alias\":null,\"seats\":null,"
	    "\"until\":null,\"owner\":null,\"value\":null}");

	assert_string_equal(v.alias, "");
	assert_int_equal(v.seats, INT_NULL);
	assert_int_equal(v.until, INT_NULL);
	assert_null(v.owner);
	assert_int_equal(v.value->type, JSON_NULL);
	assert_faults(c, "{\"name\":null,\"size\":null,\"active\":null,"
	    "\"thing_id\":null,\"users\":null}", "name null, size null, "
	    "active null, thing_id null, users null");
}

static void
every_wrong_type_is_told_in_the_order_of_declaration(void **state)
{
	struct ctx *c = *state;

	assert_faults(c, "{\"users\":{},\"owner\":[],\"any_id\":1,\"until\":1,"
	    "\"active\":\"true\",\"seats\":\"1\",\"size\":1.5,\"note\":7,"
	    "\"name\":[\"Ada\"]}",
	    "name type, note type, size type, seats type, "
	    "active type, until type, any_id type, owner type, users type");
	assert_faults(c, "{\"name\":true,\"seats\":9007199254740992}",
	    "name type, seats type");
}

static void
bounds_and_formats_are_checked(void **state)
{
	struct ctx *c = *state;
	struct id third = id_make(THIRD);

	assert_faults(c, "{\"name\":\"A\",\"size\":11}",
	    "name too_short, size range");
	assert_faults(c, "{\"name\":\"abcdef\",\"size\":0}",
	    "name too_long, size range");
	assert_faults(c, "{\"name\":\"\",\"alias\":\"\"}",
	    "name empty, alias empty");
	assert_faults(c,
	    "{\"name\":\"a\\nb\",\"until\":\"2026-02-30T00:00:00Z\"}",
	    "name controls, until format");
	assert_faults(c, arena_printf(c->arena, "{\"name\":\"Ada\","
	    "\"thing_id\":\"%s\",\"any_id\":\"thing_1\"}",
	    id_format(c->arena, third)), "thing_id format, any_id format");
	assert_faults(c, "{\"name\":\"Ada\",\"users\":[]}", "users too_few");
	assert_faults(c, "{\"name\":\"Ada\",\"users\":[1,2,3,4]}",
	    "users too_many");
}

static void
faults_inside_lists_are_found_by_their_path(void **state)
{
	struct ctx *c = *state;

	assert_faults(c,
	    "{\"name\":\"Ada\",\"owner\":{\"role\":\"x\"},\"users\":["
	    "{\"email\":\"a@b.test\"},7,"
	    "{\"email\":\"a\",\"tags\":[\"x\",3],\"nick\":1}]}",
	    "owner.email required, owner.role one_of, users[1] type, "
	    "users[2].email format, users[2].tags[1] type, users[2].nick unknown");
	assert_string_equal(faults(c, &record_guest, "{\"tags\":[\"\"]}",
	    "users[3]"), "users[3].email required, users[3].tags[0] empty");
	assert_string_equal(faults(c, &record_guest, "3", "users[3]"),
	    "users[3] type");
}

static void
an_unknown_member_is_named_only_if_it_looks_like_one_of_ours(void **state)
{
	struct ctx *c = *state;
	const char *longest = "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "_0123456789";

	assert_faults(c, "{\"name\":\"Ada\",\"nam\":1,\"<script>\":2,\"\":3,"
	    "\"a b\":4,\"hash\":\"x\"}", "nam unknown, ? unknown, ? unknown, "
	    "? unknown, hash unknown");
	assert_int_equal(strlen(longest), 64);
	assert_faults(c, arena_printf(c->arena, "{\"name\":\"Ada\",\"%s\":1}",
	    longest), arena_printf(c->arena, "%s unknown", longest));
}

static void
parameters_are_an_object_or_nothing(void **state)
{
	struct ctx *c = *state;
	struct all out;

	assert_faults(c, "[]", "name required");
	assert_faults(c, "null", "name required");
	assert_faults(c, "3", "params type");
	assert_faults(c, "[1]", "params by_name");
	json_decode(c, &record_guest, parsed(c, "[1]"), "", &out);
	assert_string_equal(c->err.faults->message,
	    "parameters go by name: email, role, tags");
	c->err = (struct error){0};
	json_decode(c, &record_nothing, NULL, "", &out);
	assert_true(fail_faults(c));
	json_decode(c, &record_nothing, parsed(c, "[1]"), "", &out);
	assert_false(fail_faults(c));
	assert_string_equal(c->err.message, "params: takes no parameters");
	assert_failed(c, E_invalid_params);
}

static void
messages_say_what_is_expected(void **state)
{
	struct ctx *c = *state;
	struct all out;

	json_decode(c, &record_all, parsed(c,
	    "{\"name\":\"Ada\",\"thing_id\":\"x\"}"),
	    "", &out);
	assert_false(fail_faults(c));
	assert_string_equal(c->err.message,
	    "thing_id: must be an id thing_... or other_...");
	assert_failed(c, E_invalid_params);
}

static void
faults_without_end_are_cut(void **state)
{
	struct ctx *c = *state;
	struct buf b;
	struct guest out;

	buf_init(&b, c->arena);
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "%s\"x%d\":0", i == 0 ? "{" : ",", i);
	buf_putc(&b, '}');
	json_decode(c, &record_guest, parsed(c, buf_text(&b)), "", &out);
	assert_int_equal(c->err.fault_count, MOST_FAULTS);
	assert_false(fail_faults(c));
	assert_failed(c, E_invalid_params);
}

static const char *
encoded(struct ctx *c, const struct record *r, const void *in, bool rest)
{
	struct buf b;

	buf_init(&b, c->arena);
	if (rest)
		json_encode_rest(&b, r, in);
	else
		json_encode(&b, r, in);
	return buf_text(&b);
}

static void
what_was_decoded_is_encoded_as_it_came(void **state)
{
	struct ctx *c = *state;
	const char *text = arena_printf(c->arena,
	    "{\"name\":\"Ada\",\"note\":\"\","
	    "\"alias\":\"x\",\"size\":10,\"seats\":-3,\"active\":false,"
	    "\"until\":\"2026-01-31T09:00:00Z\",\"thing_id\":\"%s\",\"any_id\":\"%s\","
	    "\"value\":[1.50],\"owner\":{\"email\":\"a@b.test\"},"
	    "\"users\":[{\"email\":\"c@d.test\",\"role\":\"admin\",\"tags\":[\"x\"]},"
	    "{\"email\":\"e@f.test\",\"tags\":[]}]}",
	    id_format(c->arena, id_make(THING)), id_format(c->arena,
	        id_make(THIRD)));
	struct all v = decoded(c, text);

	assert_string_equal(encoded(c, &record_all, &v, false), text);
}

static void
what_is_absent_is_null_or_left_out(void **state)
{
	struct ctx *c = *state;
	struct all v;

	record_init(&record_all, &v);
	v.name = "Ada";
	v.seats = INT_NULL;
	assert_string_equal(encoded(c, &record_all, &v, false),
	    "{\"name\":\"Ada\",\"alias\":null,\"size\":4,\"seats\":null,"
	    "\"active\":true,\"until\":null,\"owner\":null}");
}

#define PAGE(F, T)							\
	F(T, list, items, guest, .rest = true)				\
	F(T, strs, names)						\
	F(T, int,  total, .nullable = true, .rest = true)
RECORD(page, PAGE);

static void
a_list_of_nothing_is_written_and_rest_shows_its_members_only(void **state)
{
	struct ctx *c = *state;
	static const struct guest g = {.email = "a@b.test"};
	struct page p;

	record_init(&record_page, &p);
	assert_string_equal(encoded(c, &record_page, &p, false),
	    "{\"items\":[],\"names\":[],\"total\":null}");
	p.items.at = &g;
	p.items.n = 1;
	assert_string_equal(encoded(c, &record_page, &p, true),
	    "{\"items\":[{\"email\":\"a@b.test\"}],\"total\":null}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_is_right_lands_in_the_struct),
		UNIT(what_is_left_out_is_absent_or_the_default),
		UNIT(null_clears_what_is_nullable_and_is_a_fault_elsewhere),
		UNIT(every_wrong_type_is_told_in_the_order_of_declaration),
		UNIT(bounds_and_formats_are_checked),
		UNIT(faults_inside_lists_are_found_by_their_path),
		UNIT(an_unknown_member_is_named_only_if_it_looks_like_one_of_ours),
		UNIT(parameters_are_an_object_or_nothing),
		UNIT(messages_say_what_is_expected),
		UNIT(faults_without_end_are_cut),
		UNIT(what_was_decoded_is_encoded_as_it_came),
		UNIT(what_is_absent_is_null_or_left_out),
		UNIT(a_list_of_nothing_is_written_and_rest_shows_its_members_only),
	};

	id_prefixes(prefixes, countof(prefixes));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
