/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "mail/mail.h"

static struct message
letter(void)
{
	return (struct message){
		.from_name = "Acme",
		.from = "no-reply@example.test",
		.to = "ada@example.test",
		.subject = "Welcome",
		.message_id = "1.2@example.test",
		.language = "en",
		.date = 1769850000,
		.text = "Hello.\n",
	};
}

static const char *
make(struct ctx *c, const struct message *m)
{
	struct buf b;

	assert_true(message_make(c, m, &b));
	assert_true(message_is_clean(buf_bytes(&b)));
	return buf_text(&b);
}

static void
assert_holds(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		print_error("no <<%s>> in\n%s", part, text);
	assert_non_null(strstr(text, part));
}

static void
a_message_is_written_like_this(void **state)
{
	struct message m = letter();

	m.reply_to = "help@example.test";
	m.kind = "invitation";
	m.html = "<p>Hello.</p>\n";
	assert_string_equal(make(*state, &m),
	    "Date: Sat, 31 Jan 2026 09:00:00 +0000\r\n"
	    "From: \"Acme\" <no-reply@example.test>\r\n"
	    "To: <ada@example.test>\r\n"
	    "Reply-To: <help@example.test>\r\n"
	    "Subject: Welcome\r\n"
	    "Message-ID: <1.2@example.test>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Tenantry-Kind: invitation\r\n"
	    "Content-Language: en\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"=_alternative\"\r\n"
	    "\r\n"
	    "--=_alternative\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Hello.\r\n"
	    "\r\n"
	    "--=_alternative\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "<p>Hello.</p>\r\n"
	    "\r\n"
	    "--=_alternative--\r\n");
}

static void
without_html_there_is_one_part(void **state)
{
	struct message m = letter();
	const char *text;

	m.from_name = NULL;
	text = make(*state, &m);
	assert_holds(text, "\r\nFrom: <no-reply@example.test>\r\n");
	assert_holds(text, "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n");
	assert_null(strstr(text, "boundary"));
}

static void
text_beyond_ascii_becomes_encoded_words(void **state)
{
	struct message m = letter();
	const char *text;

	m.from_name = "Zoë & Söhne";
	m.subject = "Einladung für Ada: 100% = gut?";
	text = make(*state, &m);
	assert_holds(text, "From: =?UTF-8?Q?Zo=C3=AB_=26_S=C3=B6hne?="
	    " <no-reply@example.test>\r\n");
	assert_holds(text, "Subject: "
	    "=?UTF-8?Q?Einladung_f=C3=BCr_Ada=3A_100=25_=3D_gut=3F?=\r\n");
}

static void
long_text_is_folded_between_words_and_code_points(void **state)
{
	struct message m = letter();
	const char *text;

	m.subject = "You are invited to join the account of a company "
	    "whose name is rather long";
	text = make(*state, &m);
	assert_holds(text, "Subject: You are invited to join the account of a "
	    "company whose name is\r\n rather long\r\n");
	m.subject = "日本語の件名はとても長いので二行になります";
	text = make(*state, &m);
	assert_holds(text, "Subject: =?UTF-8?Q?"
	    "=E6=97=A5=E6=9C=AC=E8=AA=9E=E3=81=AE=E4=BB=B6=E5=90=8D?=\r\n"
	    " =?UTF-8?Q?");
}

static void
what_looks_encoded_or_cannot_fold_is_encoded(void **state)
{
	struct message m = letter();

	m.subject = "=?UTF-8?Q?fake?=";
	assert_holds(make(*state, &m), "=3D=3FUTF-8=3FQ=3Ffake=3F=3D");
	m.subject = "two  spaces";
	assert_holds(make(*state, &m), "=?UTF-8?Q?two__spaces?=");
	m.subject = " leading";
	assert_holds(make(*state, &m), "=?UTF-8?Q?_leading?=");
	m.subject = arena_printf(((struct ctx *)*state)->arena, "%0300d", 7);
	assert_holds(make(*state, &m), "=?UTF-8?Q?000");
}

static void
a_long_address_stands_behind_the_name_of_its_header(void **state)
{
	struct ctx *c = *state;
	struct message m = letter();
	char domain[190];
	const char *text;

	memset(domain, 'd', sizeof(domain));
	domain[sizeof(domain) - 1] = '\0';
	m.to = arena_printf(c->arena, "ada@%s", domain);
	m.from = m.to;
	text = make(c, &m);
	assert_holds(text, "\r\nTo: <ada@ddd");
	assert_holds(text, "\r\nFrom: \"Acme\"\r\n <ada@ddd");
}

static void
quotes_in_a_name_are_escaped(void **state)
{
	struct message m = letter();

	m.from_name = "Acme \"The\\Best\" <x@evil.test>, Inc.";
	assert_holds(make(*state, &m), "From: \"Acme \\\"The\\\\Best\\\" "
	    "<x@evil.test>, Inc.\" <no-reply@example.test>\r\n");
}

static void
nothing_can_inject_a_header(void **state)
{
	static const char *const evil[] = {"a\r\nBcc: x@evil.test", "a\nb",
	    "a\rb", "a\tb", "a\x7f", "a\x01", "a\xff", "\xc3"};
	struct ctx *c = *state;
	struct buf b;

	for (size_t i = 0; i < countof(evil); i++) {
		struct message all[8];

		for (size_t k = 0; k < countof(all); k++)
			all[k] = letter();
		all[0].from_name = evil[i];
		all[1].from = evil[i];
		all[2].to = evil[i];
		all[3].reply_to = evil[i];
		all[4].subject = evil[i];
		all[5].message_id = evil[i];
		all[6].language = evil[i];
		all[7].kind = evil[i];
		for (size_t k = 0; k < countof(all); k++) {
			assert_false(message_make(c, &all[k], &b));
			assert_failed(c, E_internal);
		}
	}
}

static void
only_plain_addresses_are_addresses(void **state)
{
	static const char *const good[] = {"a@b", "ada.lovelace+x@mail.example.test",
	    "o'neil@example.test", "x_y-z@xn--bcher-kva.example"};
	static const char *const bad[] = {"", "@", "a", "a@", "@b", "a b@c", "a@b c",
	    "a@b>", "<a@b>", "\"a b\"@c", "a@[1.2.3.4]", "a,b@c", "a@b,c@d",
	    ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@b@c", "é@b",
	    "a@é", "a(b)@c", "a:b@c", "a;b@c", "a\\b@c",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b"};

	(void)state;
	for (size_t i = 0; i < countof(good); i++)
		assert_true(address_is_plain(good[i]));
	for (size_t i = 0; i < countof(bad); i++)
		assert_false(address_is_plain(bad[i]));
}

static bool
is_clean(const char *s, size_t n)
{
	return message_is_clean((struct bytes){(const unsigned char *)s, n});
}

static void
only_lines_with_crlf_are_clean(void **state)
{
	char line[1001];

	(void)state;
	assert_true(is_clean("a\r\n\r\nb\r\n", 8));
	assert_false(is_clean("", 0));
	assert_false(is_clean("a", 1));
	assert_false(is_clean("a\n", 2));
	assert_false(is_clean("a\r", 2));
	assert_false(is_clean("a\rb\r\n", 5));
	assert_false(is_clean("a\nb\r\n", 5));
	assert_false(is_clean("a\n.\r\n", 5));
	assert_false(is_clean("a\r\r\n", 4));
	assert_false(is_clean("a\0b\r\n", 5));
	assert_false(is_clean("\xc3\xa9\r\n", 4));
	memset(line, 'x', sizeof(line));
	memcpy(line + 998, "\r\n", 2);
	assert_true(is_clean(line, 1000));
	memcpy(line + 998, "x\r\n", 3);
	assert_false(is_clean(line, 1001));
}

/* The body as a reader of RFC 2045 sees it. */
static const char *
decoded_body(struct ctx *c, const char *message)
{
	const char *s = strstr(message, "\r\n\r\n") + 4;
	struct buf b;

	buf_init(&b, c->arena);
	for (; *s != '\0'; s++) {
		char hex[3] = {0};

		if (strncmp(s, "=\r\n", 3) == 0) {
			s += 2;
		} else if (*s == '=') {
			memcpy(hex, s + 1, 2);
			buf_putc(&b, (char)strtol(hex, NULL, 16));
			s += 2;
		} else if (*s != '\r') {
			buf_putc(&b, *s);
		}
	}
	return buf_text(&b);
}

static void
assert_lines_are_short(const char *s)
{
	while (*s != '\0') {
		const char *end = strstr(s, "\r\n");

		assert_non_null(end);
		assert_true(end - s <= 76);
		assert_true(*s != '.');
		if (end > s)
			assert_true(end[-1] != ' ' && end[-1] != '\t');
		s = end + 2;
	}
}

static void
a_body_comes_back_as_it_was(void **state)
{
	static const char *const bodies[] = {
		"", "plain", "a = b", "trailing space \nand tab\t\nend ",
		".\n..\n.x", "Grüße aus Zürich, 日本語 and 🙂",
		"lone \r carriage\rreturn", "\x01\x7f controls",
	};
	struct ctx *c = *state;
	struct message m = letter();

	for (size_t i = 0; i < countof(bodies); i++) {
		const char *made;

		m.text = bodies[i];
		made = make(c, &m);
		assert_lines_are_short(made);
		assert_string_equal(decoded_body(c, made),
		    arena_printf(c->arena, "%s\n", bodies[i]));
	}
}

static void
dos_line_ends_are_line_ends(void **state)
{
	struct message m = letter();

	m.text = "a\r\nb";
	assert_holds(make(*state, &m), "\r\n\r\na\r\nb\r\n");
}

/* Text made of what is awkward, in every mixture that the seed gives. */
static const char *
awkward(struct ctx *c, unsigned *seed, bool lines)
{
	static const char *const pieces[] = {"a", "word ", " ", "=", ".", "é", "日",
	    "🙂", "?", "=?", "\"", "\\", "longerwordwithoutspaces", "\t", "\n",
	    "\r\n"};
	struct buf b;
	size_t n;

	buf_init(&b, c->arena);
	*seed = *seed * 1103515245 + 12345;
	n = *seed >> 16 & 127;
	while (n-- > 0) {
		*seed = *seed * 1103515245 + 12345;
		buf_puts(&b, pieces[(*seed >> 16) %
		    (lines ? countof(pieces) : countof(pieces) - 3)]);
	}
	return buf_text(&b);
}

static void
whatever_the_text_every_line_is_short_and_the_body_comes_back(void **state)
{
	struct ctx *c = *state;
	struct arena_mark mark = arena_mark(c->arena);
	unsigned seed = 1;

	for (int i = 0; i < 2000; i++) {
		struct message m = letter();
		const char *made, *body;
		struct buf unix_lines;

		m.subject = awkward(c, &seed, false);
		m.from_name = awkward(c, &seed, false);
		m.text = body = awkward(c, &seed, true);
		made = make(c, &m);
		assert_lines_are_short(made);
		buf_init(&unix_lines, c->arena);
		for (; *body != '\0'; body++)
			if (strncmp(body, "\r\n", 2) != 0)
				buf_putc(&unix_lines, *body);
		buf_putc(&unix_lines, '\n');
		assert_string_equal(decoded_body(c, made),
		    buf_text(&unix_lines));
		arena_rewind(c->arena, mark);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_message_is_written_like_this),
		UNIT(without_html_there_is_one_part),
		UNIT(text_beyond_ascii_becomes_encoded_words),
		UNIT(long_text_is_folded_between_words_and_code_points),
		UNIT(what_looks_encoded_or_cannot_fold_is_encoded),
		UNIT(a_long_address_stands_behind_the_name_of_its_header),
		UNIT(quotes_in_a_name_are_escaped),
		UNIT(nothing_can_inject_a_header),
		UNIT(only_plain_addresses_are_addresses),
		UNIT(only_lines_with_crlf_are_clean),
		UNIT(a_body_comes_back_as_it_was),
		UNIT(dos_line_ends_are_line_ends),
		UNIT(whatever_the_text_every_line_is_short_and_the_body_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
