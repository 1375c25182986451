/* SPDX-License-Identifier: MIT */
/*
 * fuzz_message — whatever stands in its fields, a message is refused or has exactly
 * the headers it shall have, in lines that a relay takes, and says what was asked.
 *
 * The input is up to ten fields with a NUL between them; an empty one has a value
 * that is right, so that one field at a time can be wrong.
 */
#include "mail/mail.h"

#include "base/utf8.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { FROM_NAME, FROM, REPLY_TO, TO, SUBJECT, MESSAGE_ID, LANGUAGE, KIND, TEXT,
    HTML, FIELDS };

static const char *const right[FIELDS] = {"Acme", "a@x.test", "b@x.test",
    "c@x.test", "Hello", "1.2@x.test", "en", "notice", "Text.\n", "<p>Text.</p>\n"};

static struct message
from_input(struct arena *a, const uint8_t *data, size_t size)
{
	const char *fields[FIELDS], *s = arena_memdup(a, data, size);
	const char *end = s + size;

	for (size_t i = 0; i < FIELDS; i++) {
		fields[i] = s < end && *s != '\0' ? s : right[i];
		s += s < end ? strlen(s) + 1 : 0;
	}
	return (struct message){
		.from_name = fields[FROM_NAME],
		.from = fields[FROM],
		.reply_to = fields[REPLY_TO],
		.to = fields[TO],
		.subject = fields[SUBJECT],
		.message_id = fields[MESSAGE_ID],
		.language = fields[LANGUAGE],
		.kind = fields[KIND],
		.text = fields[TEXT],
		.html = fields[HTML],
		.date = 1769850000,
	};
}

/* The value of the header that begins here, as one line. */
static const char *
unfolded(struct arena *a, const char *s)
{
	struct buf b;

	buf_init(&b, a);
	for (; strncmp(s, "\r\n", 2) != 0 || s[2] == ' '; s++)
		if (*s != '\r' && *s != '\n')
			buf_putc(&b, *s);
	return buf_text(&b);
}

static char
byte_of(const char *hex)
{
	char digits[3] = {hex[0], hex[1], '\0'};

	return (char)strtol(digits, NULL, 16);
}

/* What a reader of RFC 2047 makes of it. */
static const char *
decoded(struct arena *a, const char *s)
{
	static const char open[] = "=?UTF-8?Q?";
	struct buf b;

	if (strncmp(s, open, strlen(open)) != 0)
		return s;
	buf_init(&b, a);
	while (strncmp(s, open, strlen(open)) == 0) {
		const char *word = s;

		for (s += strlen(open); strncmp(s, "?=", 2) != 0; s++) {
			if (*s == '=') {
				buf_putc(&b, byte_of(s + 1));
				s += 2;
			} else {
				buf_putc(&b, (char)(*s == '_' ? ' ' : *s));
			}
		}
		s += 2;
		assert(s - word <= 75);
		s += *s == ' ';
	}
	assert(*s == '\0');
	return buf_text(&b);
}

static void
check_headers(struct ctx *c, const struct message *m, const char *made)
{
	static const char *const names[] = {"Date: ", "From: ", "To: ",
	    "Reply-To: ", "Subject:", "Message-ID: ", "Auto-Submitted: ",
	    "X-Tenantry-Kind: ", "Content-Language: ", "MIME-Version: ",
	    "Content-Type: "};
	const char *s = made;

	for (size_t i = 0; i < countof(names); i++) {
		assert(strncmp(s, names[i], strlen(names[i])) == 0);
		if (names[i][0] == 'S')
			assert(strcmp(decoded(c->arena, unfolded(c->arena,
			    s + strlen("Subject: "))), m->subject) == 0);
		do
			s = strstr(s, "\r\n") + 2;
		while (*s == ' ');
	}
	assert(strncmp(s, "\r\n--=_alternative\r\n", 19) == 0);
}

static void
check_lines(const char *s)
{
	while (*s != '\0') {
		const char *end = strstr(s, "\r\n");

		assert(*s != '.');
		assert(end - s <= 76 || memchr(s, '@', (size_t)(end - s)));
		s = end + 2;
	}
}

/* The text part, with the line ends of this system. */
static void
check_text(struct ctx *c, const struct message *m, const char *made)
{
	const char *s = strstr(made, "quoted-printable\r\n\r\n") + 20;
	struct buf got, want;

	buf_init(&got, c->arena);
	for (; strncmp(s, "\r\n--=_", 6) != 0; s++) {
		if (strncmp(s, "=\r\n", 3) == 0) {
			s += 2;
		} else if (*s == '=') {
			buf_putc(&got, byte_of(s + 1));
			s += 2;
		} else if (*s != '\r') {
			buf_putc(&got, *s);
		}
	}
	buf_init(&want, c->arena);
	for (s = m->text; *s != '\0'; s++)
		if (strncmp(s, "\r\n", 2) != 0)
			buf_putc(&want, *s);
	assert(strcmp(buf_text(&got), buf_text(&want)) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	struct message m;
	struct buf made;
	struct ctx c;

	if (arena == NULL)
		arena = arena_open();
	ctx_init(&c, arena, "fuzz");
	m = from_input(arena, data, size);
	if (message_make(&c, &m, &made)) {
		assert(message_is_clean(buf_bytes(&made)));
		assert(utf8_is_valid(m.subject, strlen(m.subject)));
		check_headers(&c, &m, buf_text(&made));
		check_lines(buf_text(&made));
		check_text(&c, &m, buf_text(&made));
	} else {
		assert(c.err.code == E_internal);
	}
	arena_reset(arena);
	return 0;
}
