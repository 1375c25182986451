/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool
utf8_is_valid(const void *text, size_t n)
{
	const utf8proc_uint8_t *p = text;

	while (n > 0) {
		utf8proc_int32_t c;
		utf8proc_ssize_t took;

		if (*p < 0x80) {
			p++;
			n--;
			continue;
		}
		took = utf8proc_iterate(p, (utf8proc_ssize_t)n, &c);
		if (took <= 0)
			return false;
		p += took;
		n -= (size_t)took;
	}
	return true;
}

size_t
utf8_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

uint32_t
utf8_next(const char **s)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t took;

	if (**s == '\0')
		return 0;
	took = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
	if (took <= 0) {
		(*s)++;
		return 0xfffd;
	}
	*s += took;
	return (uint32_t)c;
}

bool
utf8_has_controls(const char *s)
{
	for (uint32_t c; (c = utf8_next(&s)) != 0;) {
		utf8proc_category_t category;

		category = utf8proc_category((utf8proc_int32_t)c);
		if (category == UTF8PROC_CATEGORY_CC ||
		    category == UTF8PROC_CATEGORY_CF ||
		    category == UTF8PROC_CATEGORY_ZL ||
		    category == UTF8PROC_CATEGORY_ZP)
			return true;
	}
	return false;
}

/* utf8proc answers in memory of the heap; it moves into the arena at once. */
static const char *
mapped(struct arena *a, const char *s, utf8proc_option_t options)
{
	utf8proc_uint8_t *out = NULL;
	const char *copy;

	if (utf8proc_map((const utf8proc_uint8_t *)s, 0, &out,
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE |
	    options) < 0)
		abort();	/* valid text fails for want of memory only */
	copy = arena_strdup(a, (const char *)out);
	free(out);
	return copy;
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s & 0x80)
			return false;
	return true;
}

static bool
is_space(uint32_t c)
{
	return (c >= 9 && c <= 13) ||
	    utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS;
}

static const char *
trimmed(struct arena *a, const char *s)
{
	const char *start = s, *end, *p;

	for (p = s; is_space(utf8_next(&p)); )
		start = p;
	end = start;
	for (p = start; *p != '\0'; )
		if (!is_space(utf8_next(&p)))
			end = p;
	return arena_memdup(a, start, (size_t)(end - start));
}

const char *
utf8_normalise(struct arena *a, const char *s)
{
	const char *t = trimmed(a, s);

	return is_ascii(t) ? t : mapped(a, t, 0);
}

const char *
utf8_fold(struct arena *a, const char *s)
{
	char *t;

	if (!is_ascii(s))
		return mapped(a, s, UTF8PROC_CASEFOLD);
	t = arena_strdup(a, s);
	for (char *p = t; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	return t;
}

/* Letters that are no letter with a mark, in folded form. */
static const char *
spelled(uint32_t c)
{
	switch (c) {
	case 0xe6: return "ae";
	case 0xf0: return "d";
	case 0xf8: return "o";
	case 0xfe: return "th";
	case 0x111: return "d";
	case 0x131: return "i";
	case 0x142: return "l";
	case 0x153: return "oe";
	default: return "-";
	}
}

/* Of hyphens side by side one stays, of those at the ends none. */
static const char *
hyphenated(struct arena *a, const char *s)
{
	struct buf out;

	buf_init(&out, a);
	for (; *s != '\0'; s++)
		if (*s != '-' || (out.n > 0 && s[1] != '-' && s[1] != '\0'))
			buf_putc(&out, *s);
	return buf_text(&out);
}

static bool
is_ascii_letter_or_digit(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

const char *
utf8_ascii(struct arena *a, const char *s)
{
	utf8proc_uint8_t *plain = NULL;
	const char *p;
	struct buf out;

	if (utf8proc_map((const utf8proc_uint8_t *)s, 0, &plain,
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE |
	    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK) < 0)
		abort();	/* valid text fails for want of memory only */
	p = arena_strdup(a, (const char *)plain);
	free(plain);
	buf_init(&out, a);
	for (uint32_t c; (c = utf8_next(&p)) != 0;) {
		if (is_ascii_letter_or_digit(c))
			buf_putc(&out, (char)c);
		else if (c != '\'' && c != 0x2019)
			buf_puts(&out, spelled(c));
	}
	return hyphenated(a, buf_text(&out));
}
