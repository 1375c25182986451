/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "csv/csv.h"

#include <string.h>

static const struct csv_limits limits = {.records = 4, .cells = 3, .bytes = 20};

static struct csv
read_all(void **state, const char *text)
{
	struct ctx *c = *state;
	struct csv t = {0};
	const char *why = "";
	int64_t line = 0;

	if (!csv_read(c->arena, text, &limits, &t, &line, &why))
		fail_msg("line %lld: %s", (long long)line, why);
	return t;
}

static void
assert_refused(void **state, const char *text, int64_t line, const char *why)
{
	struct ctx *c = *state;
	struct csv t;
	const char *said = NULL;
	int64_t at = 0;

	assert_false(csv_read(c->arena, text, &limits, &t, &at, &said));
	assert_string_equal(said, why);
	assert_int_equal(at, line);
}

static void
records_know_the_line_where_they_start(void **state)
{
	struct csv t = read_all(state, "\n\na,b\r\n\"x\r\ny\",z\rlast\n\n");

	assert_int_equal(t.n, 3);
	assert_int_equal(t.at[0].line, 3);
	assert_int_equal(t.at[1].line, 4);
	assert_int_equal(t.at[2].line, 6);
	assert_string_equal(t.at[1].cells[0], "x\r\ny");
	assert_string_equal(t.at[1].cells[1], "z");
	assert_int_equal(t.at[2].n, 1);
}

static void
a_mark_is_no_text_and_semicolons_separate_too(void **state)
{
	struct csv t = read_all(state, "\xef\xbb\xbf" "Email;Role\na@x.test;x,y\n");

	assert_int_equal(csv_column(&t.at[0], "email"), 0);
	assert_string_equal(t.at[1].cells[1], "x,y");
	t = read_all(state, "\"a;b\",c\n1,2\n");
	assert_string_equal(t.at[0].cells[0], "a;b");
	assert_int_equal(t.at[1].n, 2);
}

static void
columns_are_found_whatever_their_case_and_order(void **state)
{
	struct csv t = read_all(state, "ROLE, First Name ,e-mail\n");

	assert_int_equal(csv_column(&t.at[0], "role"), 0);
	assert_int_equal(csv_column(&t.at[0], "first_name"), 1);
	assert_int_equal(csv_column(&t.at[0], "email"), -1);
	assert_int_equal(csv_column(&t.at[0], "e_mail"), 2);
}

static void
quotes_are_doubled_inside_of_quotes(void **state)
{
	struct csv t = read_all(state, "\"say \"\"hi\"\"\",\"\",\"a,b\"");

	assert_string_equal(t.at[0].cells[0], "say \"hi\"");
	assert_string_equal(t.at[0].cells[1], "");
	assert_string_equal(t.at[0].cells[2], "a,b");
}

static void
records_without_text_do_not_count(void **state)
{
	struct csv t = read_all(state, "a,b\n,\n\n\"\",\nc\n,,\nd\n");

	assert_int_equal(t.n, 3);
	assert_int_equal(t.at[2].line, 7);
	assert_int_equal(read_all(state, "").n, 0);
}

static void
what_is_no_table_is_refused_with_its_line(void **state)
{
	assert_refused(state, "a\n\"open\n\n", 2, "a quote is not closed");
	assert_refused(state, "a\nb\"c\n", 2, "a quote inside a cell");
	assert_refused(state, "a\n\n\"b\"c\n", 3, "text behind a closing quote");
	assert_refused(state, "a,b,c,d\n", 1, "too many cells");
	assert_refused(state, "1\n2\n3\n4\n5\n", 5, "too many records");
	assert_refused(state, "123456789012345678901\n", 1,
	    "a cell is too long");
	assert_refused(state, "\"123456789012345678901\"\n", 1,
	    "a cell is too long");
}

static void
cells_are_quoted_when_they_must_be_and_never_run(void **state)
{
	struct ctx *c = *state;
	struct buf b;

	buf_init(&b, c->arena);
	csv_write_cell(&b, "plain", true);
	csv_write_cell(&b, NULL, false);
	csv_write_cell(&b, "a \"b\", c", false);
	csv_write_cell(&b, "=cmd()", false);
	csv_write_cell(&b, " @x", false);
	csv_write_end(&b);
	assert_string_equal(buf_text(&b),
	    "plain,,\"a \"\"b\"\", c\",\"'=cmd()\",\"' @x\"\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(records_know_the_line_where_they_start),
		UNIT(a_mark_is_no_text_and_semicolons_separate_too),
		UNIT(columns_are_found_whatever_their_case_and_order),
		UNIT(quotes_are_doubled_inside_of_quotes),
		UNIT(records_without_text_do_not_count),
		UNIT(what_is_no_table_is_refused_with_its_line),
		UNIT(cells_are_quoted_when_they_must_be_and_never_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
