/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/test_log.XXXXXX";
static char text[16384];

/* The last line of the log, without its end. */
static const char *
last(void)
{
	FILE *f = fopen(path, "r");
	const char *line = NULL;

	assert_non_null(f);
	while (fgets(text, sizeof(text), f) != NULL)
		line = text;
	(void)fclose(f);
	assert_non_null(line);
	text[strcspn(text, "\n")] = '\0';
	return line;
}

/* Behind what every line begins with. */
static const char *
fields(const char *pid)
{
	const char *line = strstr(last(), pid);

	assert_non_null(line);
	line += strlen(pid);
	return line + strspn(line, "0123456789") + 1;
}

static void
a_line_is_logfmt(void **state)
{
	(void)state;
	log_event(LOG_INFO_, "call", "method=%s ms=%.2f why=%s", "me.get", 1.5,
	    log_quote("said \"no\""));
	assert_string_equal(fields(" pid="),
	    "method=me.get ms=1.50 why=\"said \\\"no\\\"\"");
}

static void
a_line_is_an_object(void **state)
{
	(void)state;
	log_json(true);
	log_event(LOG_WARN_, "call", "request_id=%s method=%s ms=%.2f n=%d user=%s "
	    "why=%s path=%s", "12345", "me.get", 1.5, -3, log_quote(NULL),
	    log_quote("said \"no\"\n"), log_quote("/a=b"));
	assert_memory_equal(last(), "{\"ts\":\"20", 9);
	assert_non_null(strstr(text, "\",\"level\":\"warn\",\"event\":\"call\",\"pid\":"));
	assert_string_equal(fields("\"pid\":"), "\"request_id\":\"12345\","
	    "\"method\":\"me.get\",\"ms\":1.50,\"n\":-3,\"user\":null,"
	    "\"why\":\"said \\\"no\\\"\\u000a\",\"path\":\"/a=b\"}");
	log_json(false);
}

static void
what_is_no_number_is_a_text(void **state)
{
	(void)state;
	log_json(true);
	log_event(LOG_WARN_, "x", "a=%s b=%s c=%s d=%s e=%s", "007", "1.", "1e5",
	    "0", "");
	assert_string_equal(fields("\"pid\":"), "\"a\":\"007\",\"b\":\"1.\","
	    "\"c\":\"1e5\",\"d\":0,\"e\":\"\"}");
	log_json(false);
}

static void
a_line_that_is_cut_is_still_an_object(void **state)
{
	static char much[9000];

	(void)state;
	memset(much, 'x', sizeof(much) - 1);
	log_json(true);
	log_event(LOG_WARN_, "x", "why=\"%s\"", much);
	assert_string_equal(last() + strlen(text) - 4, "xx\"}");
	log_json(false);
}

static void
a_character_is_not_cut_in_two(void **state)
{
	char many[600];

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		size_t n = shift;
		const char *quoted;

		memset(many, 'x', shift);
		while (n + 3 < sizeof(many)) {
			memcpy(many + n, "\xe2\x82\xac", 3);
			n += 3;
		}
		many[n] = '\0';
		quoted = log_quote(many);
		assert_int_equal((strlen(quoted) - 2 - shift) % 3, 0);
		assert_true(quoted[strlen(quoted) - 1] == '"');
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_line_is_logfmt),
		UNIT(a_line_is_an_object),
		UNIT(what_is_no_number_is_a_text),
		UNIT(a_line_that_is_cut_is_still_an_object),
		UNIT(a_character_is_not_cut_in_two),
	};
	int failed, fd = mkstemp(path);

	if (fd < 0 || !log_open(path))
		return 99;
	(void)close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	(void)unlink(path);
	return failed;
}
