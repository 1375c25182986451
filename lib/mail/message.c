/* SPDX-License-Identifier: MIT */
#include "mail/mail.h"

#include "base/clock.h"
#include "base/utf8.h"

#include <assert.h>

#define LINE	76
#define LINE_HARD	998
#define WORD	40
#define WORD_OPEN	"=?UTF-8?Q?"
#define WORD_CLOSE	"?="

/* Quoted-printable never makes "=_", so no part can hold the boundary. */
#define BOUNDARY	"=_alternative"

static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* A short word of letters, digits and those characters. */
static bool
is_made_of(const char *s, const char *extra)
{
	if (*s == '\0' || strlen(s) > WORD)
		return false;
	for (; *s != '\0'; s++)
		if (!is_alnum((unsigned char)*s) && strchr(extra, *s) == NULL)
			return false;
	return true;
}

/* RFC 5322 dot-atom on both sides. */
static bool
is_atoms(const char *s, size_t n)
{
	if (n == 0 || s[0] == '.' || s[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\0' || (s[i] == '.' && s[i + 1] == '.'))
			return false;
		if (!is_alnum((unsigned char)s[i]) &&
		    strchr("!#$%&'*+-/=?^_`{|}~.", s[i]) == NULL)
			return false;
	}
	return true;
}

bool
address_is_plain(const char *s)
{
	const char *at = strchr(s, '@');
	size_t length = strlen(s), local;

	if (at == NULL || length > 254)
		return false;
	local = (size_t)(at - s);
	return local <= 64 && is_atoms(s, local) &&
	    is_atoms(at + 1, length - local - 1);
}

bool
message_is_clean(struct bytes b)
{
	size_t start = 0;

	for (size_t i = 0; i < b.n; i++) {
		unsigned char c = b.p[i];

		if (c == '\0' || c > 126 || c == '\n')
			return false;
		if (c != '\r')
			continue;
		if (i + 1 == b.n || b.p[i + 1] != '\n' || i - start > LINE_HARD)
			return false;
		start = ++i + 1;
	}
	return b.n > 0 && start == b.n;
}

/* ---- headers ---- */

struct header {
	struct buf *out;
	size_t column;
	size_t name;		/* where the value begins */
};

static void
put(struct header *h, const char *s)
{
	buf_puts(h->out, s);
	h->column += strlen(s);
}

static void
fold(struct header *h)
{
	buf_puts(h->out, "\r\n ");
	h->column = 1;
}

static struct header
open_header(struct buf *out, const char *name)
{
	struct header h = {out, 0, strlen(name) + 1};

	put(&h, name);
	put(&h, ":");
	return h;
}

/* A word that cannot be broken: on this line if it fits, or if it is the first one;
 * some readers take a name with nothing behind it for an empty header. */
static void
put_word(struct header *h, const char *word)
{
	if (h->column + 1 + strlen(word) > LINE && h->column > h->name)
		fold(h);
	else
		put(h, " ");
	put(h, word);
}

/* Text that survives as it is, folded at its spaces. */
static bool
is_foldable(const char *s)
{
	size_t word = 0;

	if (strstr(s, "=?") != NULL)
		return false;
	for (size_t i = 0; s[i] != '\0'; i++) {
		if ((unsigned char)s[i] > 126 || ++word > LINE - 16)
			return false;
		if (s[i] != ' ')
			continue;
		if (word == 1 || s[i + 1] == '\0')
			return false;
		word = 0;
	}
	return true;
}

/* One code point as RFC 2047 writes it, within a phrase too. */
static size_t
q_encode(const char *s, size_t n, char out[13])
{
	size_t length = 0;

	if (n == 1 && (is_alnum((unsigned char)*s) || strchr("!*+-/", *s))) {
		out[length++] = *s;
	} else if (*s == ' ') {
		out[length++] = '_';
	} else {
		for (size_t i = 0; i < n; i++, length += 3)
			(void)snprintf(out + length, 4, "=%02X",
			    (unsigned char)s[i]);
	}
	out[length] = '\0';
	return length;
}

/* Encoded words, none broken within a code point, one on each line. */
static void
put_encoded(struct header *h, const char *s)
{
	const char *next = s;
	char piece[13];

	put(h, " " WORD_OPEN);
	while (utf8_next(&next) != 0) {
		size_t length = q_encode(s, (size_t)(next - s), piece);

		if (h->column + length + strlen(WORD_CLOSE) > LINE) {
			put(h, WORD_CLOSE);
			fold(h);
			put(h, WORD_OPEN);
		}
		put(h, piece);
		s = next;
	}
	put(h, WORD_CLOSE);
}

static void
put_text(struct buf *out, const char *name, const char *value)
{
	struct header h = open_header(out, name);

	if (!is_foldable(value)) {
		put_encoded(&h, value);
		value = "";
	}
	while (*value != '\0') {
		int n = (int)strcspn(value, " ");

		put_word(&h, arena_printf(out->arena, "%.*s", n, value));
		value += n + (value[n] == ' ' ? 1 : 0);
	}
	buf_puts(out, "\r\n");
}

static const char *
quoted(struct arena *a, const char *s)
{
	struct buf b;

	buf_init(&b, a);
	buf_putc(&b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_putc(&b, '\\');
		buf_putc(&b, *s);
	}
	buf_putc(&b, '"');
	return buf_text(&b);
}

static void
put_mailbox(struct buf *out, const char *header, const char *name,
	    const char *address)
{
	struct header h = open_header(out, header);

	if (name != NULL && *name != '\0') {
		const char *phrase = quoted(out->arena, name);

		if (is_foldable(name) && strlen(phrase) < LINE - 16)
			put_word(&h, phrase);
		else
			put_encoded(&h, name);
	}
	put_word(&h, arena_printf(out->arena, "<%s>", address));
	buf_puts(out, "\r\n");
}

static void
put_date(struct buf *out, int64_t date)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu",
	    "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct tm tm;
	time_t t = (time_t)date;

	(void)gmtime_r(&t, &tm);
	buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static bool
is_header_text(const char *s)
{
	if (s == NULL)
		return true;
	for (const char *p = s; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			return false;
	return utf8_is_valid(s, strlen(s));
}

static bool
check(struct ctx *c, const struct message *m)
{
	if (!is_header_text(m->from_name))
		return fail(c, E_internal, "mail: name of the sender");
	if (!is_header_text(m->subject))
		return fail(c, E_internal, "mail: subject");
	if (!address_is_plain(m->from))
		return fail(c, E_internal, "mail: address of the sender");
	if (!address_is_plain(m->to))
		return fail(c, E_internal, "mail: address of the recipient");
	if (m->reply_to != NULL && !address_is_plain(m->reply_to))
		return fail(c, E_internal, "mail: address for replies");
	if (!address_is_plain(m->message_id))
		return fail(c, E_internal, "mail: message id");
	if (!is_made_of(m->language, "-"))
		return fail(c, E_internal, "mail: language");
	if (m->kind != NULL && !is_made_of(m->kind, "_"))
		return fail(c, E_internal, "mail: kind");
	if (!utf8_is_valid(m->text, strlen(m->text)) ||
	    (m->html != NULL && !utf8_is_valid(m->html, strlen(m->html))))
		return fail(c, E_internal, "mail: body is not UTF-8");
	return true;
}

static void
put_headers(struct buf *out, const struct message *m)
{
	put_date(out, m->date);
	put_mailbox(out, "From", m->from_name, m->from);
	put_mailbox(out, "To", NULL, m->to);
	if (m->reply_to != NULL)
		put_mailbox(out, "Reply-To", NULL, m->reply_to);
	put_text(out, "Subject", m->subject);
	put_mailbox(out, "Message-ID", NULL, m->message_id);
	buf_puts(out, "Auto-Submitted: auto-generated\r\n");
	if (m->kind != NULL)
		put_text(out, "X-Tenantry-Kind", m->kind);
	put_text(out, "Content-Language", m->language);
	buf_puts(out, "MIME-Version: 1.0\r\n");
}

/* ---- bodies ---- */

static bool
at_line_end(const char *s)
{
	return s[0] == '\0' || s[0] == '\n' || (s[0] == '\r' && s[1] == '\n');
}

/* A dot never begins a line: then nobody on the way has to stuff it. */
static bool
is_literal(const char *s, size_t column)
{
	if (*s == ' ' || *s == '\t')
		return !at_line_end(s + 1);
	return *s > ' ' && *s < 127 && *s != '=' && !(*s == '.' && column == 0);
}

static void
put_quoted_printable(struct buf *out, const char *s)
{
	size_t column = 0;

	for (; *s != '\0'; s++) {
		size_t limit = at_line_end(s + 1) ? LINE : LINE - 1;

		if (at_line_end(s)) {
			if (*s == '\r')
				s++;
			buf_puts(out, "\r\n");
			column = 0;
			continue;
		}
		if (column + (is_literal(s, column) ? 1 : 3) > limit) {
			buf_puts(out, "=\r\n");
			column = 0;
		}
		if (is_literal(s, column)) {
			buf_putc(out, *s);
			column++;
		} else {
			buf_printf(out, "=%02X", (unsigned char)*s);
			column += 3;
		}
	}
	buf_puts(out, "\r\n");
}

static void
put_part(struct buf *out, const char *type, const char *body)
{
	buf_printf(out, "Content-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n", type);
	put_quoted_printable(out, body);
}

bool
message_make(struct ctx *c, const struct message *m, struct buf *out)
{
	struct buf b;

	if (!check(c, m))
		return false;
	buf_init(&b, c->arena);
	put_headers(&b, m);
	if (m->html == NULL) {
		put_part(&b, "text/plain", m->text);
	} else {
		buf_puts(&b, "Content-Type: multipart/alternative;\r\n"
		    " boundary=\"" BOUNDARY "\"\r\n\r\n--" BOUNDARY "\r\n");
		put_part(&b, "text/plain", m->text);
		buf_puts(&b, "--" BOUNDARY "\r\n");
		put_part(&b, "text/html", m->html);
		buf_puts(&b, "--" BOUNDARY "--\r\n");
	}
	assert(message_is_clean(buf_bytes(&b)));
	*out = b;
	return true;
}
