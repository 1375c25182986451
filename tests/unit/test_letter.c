/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "mail/letter.h"

static struct letter
letter(void)
{
	return (struct letter){
		.language = "en",
		.sender_name = "Acme",
		.logo_url = "https://acme.test/logo.png",
		.color = "#ffcc00",
		.greeting = "Hello Ada,",
		.before = {"You have been invited to Acme by Bob, who wrote a rather "
		    "long sentence about it."},
		.button_text = "Accept",
		.button_url = "https://acme.test/invite#TOKEN",
		.after = {"The link works once.", "Ignore it otherwise."},
		.footer = "Acme, help@acme.test",
	};
}

static const char *
text(struct ctx *c, const struct letter *l)
{
	struct buf b;

	buf_init(&b, c->arena);
	letter_text(l, &b);
	return buf_text(&b);
}

static const char *
html(struct ctx *c, const struct letter *l)
{
	struct buf b;

	buf_init(&b, c->arena);
	letter_html(l, &b);
	return buf_text(&b);
}

static void
assert_has(const char *whole, const char *part)
{
	if (strstr(whole, part) == NULL)
		print_error("no <<%s>> in\n%s", part, whole);
	assert_non_null(strstr(whole, part));
}

static void
assert_has_not(const char *whole, const char *part)
{
	if (strstr(whole, part) != NULL)
		print_error("<<%s>> in\n%s", part, whole);
	assert_null(strstr(whole, part));
}

static void
the_text_is_laid_out_like_this(void **state)
{
	struct letter l = letter();

	assert_string_equal(text(*state, &l),
	    "Hello Ada,\n"
	    "\n"
	    "You have been invited to Acme by Bob, who wrote a rather long sentence\n"
	    "about it.\n"
	    "\n"
	    "Accept\n"
	    "https://acme.test/invite#TOKEN\n"
	    "\n"
	    "The link works once.\n"
	    "\n"
	    "Ignore it otherwise.\n"
	    "\n"
	    "-- \n"
	    "Acme, help@acme.test\n"
	    "\n");
}

/* 36 characters and a space and 35 more fill the line, however many bytes they are. */
static void
a_line_is_as_long_in_any_script(void **state)
{
	struct letter l = {.language = "fr", .greeting = "", .before = {
	    "éééééééééééééééééééééééééééééééééééé "
	    "ààààààààààààààààààààààààààààààààààà é"}};

	assert_non_null(strstr(text(*state, &l), "é à"));
	assert_non_null(strstr(text(*state, &l), "à\né"));
}

static void
both_parts_say_the_same(void **state)
{
	static const char *const said[] = {"Hello Ada,", "The link works once.",
	    "Ignore it otherwise.", "Accept", "https://acme.test/invite#TOKEN",
	    "Acme, help@acme.test", "XK7Q-ABCD"};
	struct letter l = letter();

	l.code = "XK7Q-ABCD";
	for (size_t i = 0; i < countof(said); i++) {
		assert_has(text(*state, &l), said[i]);
		assert_has(html(*state, &l), said[i]);
	}
}

static void
a_code_stands_alone_on_its_line(void **state)
{
	struct letter l = letter();

	l.code = "XK7Q-ABCD";
	assert_has(text(*state, &l), "\n\nXK7Q-ABCD\n\n");
	assert_has(html(*state, &l), ">XK7Q-ABCD</p>\n");
}

static void
what_is_absent_leaves_no_trace(void **state)
{
	struct letter l = {.language = "de", .sender_name = "Acme",
	    .greeting = "Hallo,", .before = {"Nur das."}};

	assert_string_equal(text(*state, &l), "Hallo,\n\nNur das.\n\n");
	assert_has(html(*state, &l), "<html lang=\"de\">");
	assert_has_not(html(*state, &l), "<a ");
	assert_has_not(html(*state, &l), "<img");
	assert_has_not(html(*state, &l), "<hr");
}

static void
nobody_writes_html_into_a_letter(void **state)
{
	static const char evil[] = "<script>\"'&";
	static const char harmless[] = "&lt;script&gt;&quot;&#39;&amp;";
	struct letter l = {.language = evil, .sender_name = evil,
	    .logo_url = "https://x.test/\"><script>", .greeting = evil,
	    .before = {evil}, .code = evil, .button_text = evil,
	    .button_url = evil, .after = {evil}, .footer = evil};
	const char *made = html(*state, &l);
	size_t seen = 0;

	assert_has_not(made, "<script");
	for (const char *s = made; (s = strstr(s, harmless)) != NULL; s++)
		seen++;
	assert_int_equal(seen, 11);	/* name and link stand there twice */
}

static void
a_color_or_logo_that_is_none_is_not_used(void **state)
{
	static const char *const colors[] = {"", "red", "#fff", "#12345g",
	    "#123456;x:y", "\"><script>"};
	struct letter l = letter();

	assert_has(html(*state, &l), "background:#ffcc00;color:#000000");
	for (size_t i = 0; i < countof(colors); i++) {
		l.color = colors[i];
		assert_has(html(*state, &l), "background:#1d4ed8;color:#ffffff");
	}
	l.logo_url = "http://acme.test/logo.png";
	assert_has_not(html(*state, &l), "<img");
	l.logo_url = "javascript:alert(1)";
	assert_has_not(html(*state, &l), "<img");
}

static void
the_ink_is_what_reads_better(void **state)
{
	(void)state;
	assert_string_equal(letter_ink("#ffffff"), "#000000");
	assert_string_equal(letter_ink("#000000"), "#ffffff");
	assert_string_equal(letter_ink("#FFFF00"), "#000000");
	assert_string_equal(letter_ink("#0000ff"), "#ffffff");
	assert_string_equal(letter_ink("#ff0000"), "#000000");
	assert_string_equal(letter_ink("#008000"), "#ffffff");
	assert_string_equal(letter_ink("#757575"), "#ffffff");
	assert_string_equal(letter_ink("#767676"), "#000000");
}

static void
long_words_and_line_ends_survive_the_wrapping(void **state)
{
	struct letter l = {.language = "en", .sender_name = "A",
	    .greeting = "one\ntwo"};
	char word[101];

	memset(word, 'w', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	l.before[0] = arena_printf(((struct ctx *)*state)->arena, "a %s b", word);
	assert_string_equal(text(*state, &l), arena_printf(
	    ((struct ctx *)*state)->arena, "one\ntwo\n\na\n%s\nb\n\n", word));
	assert_has(html(*state, &l), "one<br>\ntwo");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_text_is_laid_out_like_this),
		UNIT(a_line_is_as_long_in_any_script),
		UNIT(both_parts_say_the_same),
		UNIT(a_code_stands_alone_on_its_line),
		UNIT(what_is_absent_leaves_no_trace),
		UNIT(nobody_writes_html_into_a_letter),
		UNIT(a_color_or_logo_that_is_none_is_not_used),
		UNIT(the_ink_is_what_reads_better),
		UNIT(long_words_and_line_ends_survive_the_wrapping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
