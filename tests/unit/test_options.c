/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "app/options.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *
file_with(struct ctx *c, const char *text, mode_t mode)
{
	char *path = arena_strdup(c->arena, "options-test-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
	return path;
}

static bool
load(struct ctx *c, const char *text, struct options *out)
{
	const char *path = file_with(c, text, 0600);
	bool ok = options_load(c, path, out);

	assert_int_equal(unlink(path), 0);
	return ok;
}

/* The sentence without the random name of the file. */
static void
assert_refused(struct ctx *c, const char *expected)
{
	const char *said = strchr(err_message(&c->err), ':');

	assert_non_null(said);
	assert_string_equal(said + 1, expected);
	assert_failed(c, E_internal);
}

static void
without_a_file_every_option_has_its_default(void **state)
{
	struct options o;

	assert_true(options_load(*state, NULL, &o));
	assert_int_equal(o.workers, 8);
	assert_int_equal(o.max_requests, 10000);
	assert_int_equal(o.request_timeout, 10);
	assert_int_equal(o.smtp_port, 587);
	assert_string_equal(o.smtp_tls, "required");
	assert_string_equal(o.mail_transport, "smtp");
	assert_string_equal(o.db_password, "");
}

static void
values_may_be_bare_or_quoted_and_comments_are_skipped(void **state)
{
	struct options o;

	assert_true(load(*state,
	    "# a comment\n"
	    "workers = 3   # another\n"
	    "listen = /run/x/y.sock\n"
	    "db_password = 'a$b \"c'\n"
	    "base_domain = \"example.org\"\n", &o));
	assert_int_equal(o.workers, 3);
	assert_string_equal(o.listen, "/run/x/y.sock");
	assert_string_equal(o.db_password, "a$b \"c");
	assert_string_equal(o.base_domain, "example.org");
}

static void
the_environment_wins_over_the_file(void **state)
{
	struct options o;

	assert_int_equal(setenv("TENANTRY_WORKERS", "5", 1), 0);
	assert_true(load(*state, "workers = 3\nmax_requests = 7\n", &o));
	assert_int_equal(unsetenv("TENANTRY_WORKERS"), 0);
	assert_int_equal(o.workers, 5);
	assert_int_equal(o.max_requests, 7);
}

static void
a_wrong_value_is_refused_with_line_and_what_was_expected(void **state)
{
	struct options o = {.workers = 42};

	assert_false(load(*state, "\n\nworkers = many\n", &o));
	assert_refused(*state, "3: workers: expected a whole number from 1 to "
	    "512, not \"many\"");
	assert_false(load(*state, "workers = 0\n", &o));
	assert_refused(*state, "1: workers: expected a whole number from 1 to "
	    "512, not \"0\"");
	assert_false(load(*state, "smtp_tls = maybe\n", &o));
	assert_refused(*state, "1: smtp_tls: expected one of required|off, not "
	    "\"maybe\"");
	assert_false(load(*state, "listen = ''\n", &o));
	assert_refused(*state, "1: listen: expected 1 to 90 characters, not 0");
	assert_int_equal(o.workers, 42);
}

static void
an_unknown_name_is_refused_with_its_line(void **state)
{
	struct options o;

	assert_false(load(*state, "workers = 3\nwrokers = 3\n", &o));
	assert_refused(*state, "2: no such option 'wrokers': expected `name = "
	    "value` with a name that `tenantry print config` lists");
}

static void
a_line_that_is_no_assignment_is_refused(void **state)
{
	struct options o;

	assert_false(load(*state, "workers 3\n", &o));
	assert_failed(*state, E_internal);
	assert_false(load(*state, "workers =\n", &o));
	assert_failed(*state, E_internal);
}

static void
the_same_name_twice_is_refused(void **state)
{
	struct options o;

	assert_false(load(*state, "workers = 3\nworkers = 4\n", &o));
	assert_refused(*state, "2: workers: expected once, stands here again");
}

static void
a_wrong_value_in_the_environment_names_the_variable(void **state)
{
	struct ctx *c = *state;
	struct options o;

	assert_int_equal(setenv("TENANTRY_SMTP_PORT", "99999", 1), 0);
	assert_false(options_load(c, NULL, &o));
	assert_int_equal(unsetenv("TENANTRY_SMTP_PORT"), 0);
	assert_string_equal(err_message(&c->err), "TENANTRY_SMTP_PORT: smtp_port: "
	    "expected a whole number from 1 to 65535, not \"99999\"");
	assert_failed(c, E_internal);
}

static void
a_file_with_a_password_must_not_be_world_readable(void **state)
{
	struct ctx *c = *state;
	struct options o;
	const char *path = file_with(c, "db_password = x\n", 0604);

	assert_false(options_load(c, path, &o));
	assert_non_null(strstr(err_message(&c->err), "world-readable"));
	assert_failed(c, E_internal);
	assert_int_equal(chmod(path, 0640), 0);
	assert_true(options_load(c, path, &o));
	assert_int_equal(unlink(path), 0);

	path = file_with(c, "workers = 2\n", 0644);
	assert_true(options_load(c, path, &o));
	assert_int_equal(unlink(path), 0);
}

static void
a_file_below_the_document_root_is_refused(void **state)
{
	struct ctx *c = *state;
	struct options o;
	const char *path = file_with(c, "workers = 2\n", 0600);

	assert_int_equal(setenv("DOCUMENT_ROOT", ".", 1), 0);
	assert_false(options_load(c, path, &o));
	assert_int_equal(unsetenv("DOCUMENT_ROOT"), 0);
	assert_non_null(strstr(err_message(&c->err), "DOCUMENT_ROOT"));
	assert_failed(c, E_internal);
	assert_int_equal(unlink(path), 0);
}

static void
a_missing_file_is_refused(void **state)
{
	struct ctx *c = *state;
	struct options o;

	assert_false(options_load(c, "there-is-no-such-file", &o));
	assert_failed(c, E_internal);
}

static void
what_is_printed_can_be_read_again_and_shows_no_secret(void **state)
{
	struct ctx *c = *state;
	struct options a, b;
	struct buf text;

	assert_true(load(c, "workers = 3\nsmtp_tls = off\n"
	    "log_file = 'a \"quoted\" $path\\\\'\nsmtp_password = hush\n", &a));
	buf_init(&text, c->arena);
	options_print(&text, &a, false);
	assert_null(strstr(buf_text(&text), "hush"));
	assert_true(load(c, buf_text(&text), &b));
	assert_int_equal(b.workers, 3);
	assert_string_equal(b.smtp_tls, "off");
	assert_string_equal(b.log_file, a.log_file);
}

static void
only_what_is_not_as_by_default_is_printed_as_changed(void **state)
{
	struct ctx *c = *state;
	struct options a;
	struct buf text;

	assert_true(load(c, "workers = 3\nsmtp_tls = off\nlisten = '/x'\n"
	    "mail_transport = smtp\nsmtp_port = 587\nsmtp_password = hush\n",
	    &a));
	buf_init(&text, c->arena);
	options_print(&text, &a, true);
	assert_string_equal(buf_text(&text), "listen = \"/x\"\nworkers = 3\n"
	    "smtp_tls = \"off\"\n# smtp_password is set, and not shown\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(without_a_file_every_option_has_its_default),
		UNIT(values_may_be_bare_or_quoted_and_comments_are_skipped),
		UNIT(the_environment_wins_over_the_file),
		UNIT(a_wrong_value_is_refused_with_line_and_what_was_expected),
		UNIT(an_unknown_name_is_refused_with_its_line),
		UNIT(a_line_that_is_no_assignment_is_refused),
		UNIT(the_same_name_twice_is_refused),
		UNIT(a_wrong_value_in_the_environment_names_the_variable),
		UNIT(a_file_with_a_password_must_not_be_world_readable),
		UNIT(a_file_below_the_document_root_is_refused),
		UNIT(a_missing_file_is_refused),
		UNIT(what_is_printed_can_be_read_again_and_shows_no_secret),
		UNIT(only_what_is_not_as_by_default_is_printed_as_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
