/* SPDX-License-Identifier: MIT */
#include "record/record.h"

#include "base/utf8.h"

#include <string.h>

#define LOWER	"abcdefghijklmnopqrstuvwxyz"
#define UPPER	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT	"0123456789"
#define HEX	DIGIT "abcdefABCDEF"

/* Labels of letters, digits and inner hyphens (RFC 1123), dots between; at
 * least LABELS of them. */
static bool
is_hostname(const char *s, size_t n, int labels)
{
	int seen = 0;

	if (n == 0 || n > 253)
		return false;
	for (size_t i = 0; i < n; ) {
		const char *label = s + i;
		size_t len = strspn(label, LOWER UPPER DIGIT "-");

		if (len > n - i)
			len = n - i;
		if (len == 0 || len > 63 || label[0] == '-' ||
		    label[len - 1] == '-')
			return false;
		seen++;
		i += len;
		if (i < n && (s[i] != '.' || ++i == n))
			return false;
	}
	return seen >= labels;
}

/* The dot-atom of RFC 5321, in ASCII; quoted local parts, comments and literal
 * addresses are refused, as nothing behind us could carry them safely. */
static bool
is_email(const char *s)
{
	static const char atom[] = LOWER UPPER DIGIT "!#$%&'*+-/=?^_`{|}~";
	const char *at = strrchr(s, '@');
	const char *p = s;

	if (at == NULL || at == s || at - s > 64 || strlen(s) > 254)
		return false;
	while (p < at) {
		size_t len = strspn(p, atom);

		if (len == 0)
			return false;
		p += len;
		if (p < at && (*p != '.' || ++p == at))
			return false;
	}
	return p == at && is_hostname(at + 1, strlen(at + 1), 2);
}

static bool
is_slug(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= 63 && strspn(s, LOWER DIGIT "-") == n &&
	    s[0] != '-' && s[n - 1] != '-';
}

/* BCP 47 in its plain shape: language, then subtags of 1 to 8 letters or digits. */
static bool
is_language(const char *s)
{
	size_t len = strspn(s, LOWER UPPER);

	if (len < 2 || len > 8 || strlen(s) > 35)
		return false;
	for (s += len; *s == '-'; s += len) {
		s++;
		len = strspn(s, LOWER UPPER DIGIT);
		if (len < 1 || len > 8)
			return false;
	}
	return *s == '\0';
}

/* https://host[:port] and what FOLLOWS allows behind it. */
static bool
is_https(const char *s, bool path)
{
	static const char scheme[] = "https://";
	size_t host, port;

	if (strncmp(s, scheme, strlen(scheme)) != 0 || strlen(s) > 2000)
		return false;
	s += strlen(scheme);
	host = strcspn(s, ":/?#");
	if (!is_hostname(s, host, 1))
		return false;
	s += host;
	if (*s == ':') {
		port = strspn(++s, DIGIT);
		if (port < 1 || port > 5)
			return false;
		s += port;
	}
	if (!path)
		return *s == '\0';
	for (const char *p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"<>\\^`{|}", *p) != NULL)
			return false;
	return *s == '\0' || *s == '/' || *s == '?';
}

static bool
is_printable(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

static bool
is_name(const char *s)
{
	return *s >= 'a' && *s <= 'z' &&
	    strspn(s, LOWER DIGIT "_") == strlen(s);
}

/* noun.verb, or app: and whatever the application calls it. */
static bool
is_permission(const char *s)
{
	bool app = strncmp(s, "app:", 4) == 0;
	size_t n;

	if (app)
		s += 4;
	n = strspn(s, LOWER UPPER DIGIT "._:-");
	return n > 0 && s[n] == '\0' && (app || strchr(s, '.') != NULL);
}

bool
format_is(enum format format, const char *s)
{
	switch (format) {
	case FORMAT_none:
		return true;
	case FORMAT_email:
		return is_email(s);
	case FORMAT_slug:
		return is_slug(s);
	case FORMAT_language:
		return is_language(s);
	case FORMAT_color:
		return s[0] == '#' && strlen(s) == 7 && strspn(s + 1, HEX) == 6;
	case FORMAT_https:
		return is_https(s, true);
	case FORMAT_origin:
		/* As a browser writes it, or it would never be that one. */
		return is_https(s, false) && strpbrk(s, UPPER) == NULL;
	case FORMAT_domain:
		return is_hostname(s, strlen(s), 2);
	case FORMAT_name:
		return is_name(s);
	case FORMAT_printable:
		return is_printable(s);
	case FORMAT_permission:
		return is_permission(s);
	}
	unreachable();
}

const char *
format_schema(enum format format)
{
	static const char *const schemas[] = {
		[FORMAT_none] = NULL,
#define X(NAME, SCHEMA, MESSAGE, SAMPLE)	[FORMAT_##NAME] = SCHEMA,
#include "record/formats.def"
#undef X
	};

	return schemas[format];
}

const char *
format_message(enum format format)
{
	static const char *const messages[] = {
		[FORMAT_none] = "",
#define X(NAME, SCHEMA, MESSAGE, SAMPLE)	[FORMAT_##NAME] = MESSAGE,
#include "record/formats.def"
#undef X
	};

	return messages[format];
}

const char *
format_sample(enum format format)
{
	static const char *const samples[] = {
		[FORMAT_none] = NULL,
#define X(NAME, SCHEMA, MESSAGE, SAMPLE)	[FORMAT_##NAME] = SAMPLE,
#include "record/formats.def"
#undef X
	};

	return samples[format];
}

/* One of a|b|c, in any case; *value becomes the declared spelling. */
static bool
is_one_of(struct ctx *c, const char *choices, const char **value)
{
	size_t n = strlen(*value);

	for (const char *p = choices; *p != '\0'; ) {
		size_t len = strcspn(p, "|");

		if (len == n && strncasecmp(p, *value, n) == 0) {
			*value = arena_memdup(c->arena, p, len);
			return true;
		}
		p += len;
		p += *p == '|';
	}
	return false;
}

static const char *
check_length(struct ctx *c, const struct field *f, const char *value,
	     const char **out_rule)
{
	size_t n = utf8_length(value);

	if (n == 0 && f->empty)
		return NULL;
	if (n == 0 || (int64_t)n < f->min) {
		*out_rule = n == 0 ? "empty" : "too_short";
		return n == 0 ? ctx_say(c, "must not be empty") :
		    arena_printf(c->arena,
		    ctx_say(c, "too short (min %lld characters)"),
		    (long long)f->min);
	}
	if (f->max > 0 && (int64_t)n > f->max) {
		*out_rule = "too_long";
		return arena_printf(c->arena,
		    ctx_say(c, "too long (max %lld characters)"),
		    (long long)f->max);
	}
	return NULL;
}

const char *
check_text(struct ctx *c, const struct field *f, const char **value,
	   const char **out_rule)
{
	const char *message;

	if (f->name_text) {
		*value = utf8_normalise(c->arena, *value);
		if (utf8_has_controls(*value)) {
			*out_rule = "controls";
			return ctx_say(c, "must not hold control characters");
		}
	}
	message = check_length(c, f, *value, out_rule);
	if (message != NULL || **value == '\0')
		return message;
	if (f->one_of != NULL && !is_one_of(c, f->one_of, value)) {
		*out_rule = "one_of";
		return arena_printf(c->arena, ctx_say(c, "must be one of %s"),
		    f->one_of);
	}
	if (!format_is(f->format, *value)) {
		*out_rule = "format";
		return ctx_say(c, format_message(f->format));
	}
	return NULL;
}

const char *
check_int(struct ctx *c, const struct field *f, int64_t value,
	  const char **out_rule)
{
	if (f->min == 0 && f->max == 0)
		return NULL;
	if (value >= f->min && (f->max == 0 || value <= f->max))
		return NULL;
	*out_rule = "range";
	if (f->max == 0)
		return arena_printf(c->arena, ctx_say(c, "must be at least %lld"),
		    (long long)f->min);
	return arena_printf(c->arena, ctx_say(c, "must be from %lld to %lld"),
	    (long long)f->min, (long long)f->max);
}
