/* SPDX-License-Identifier: MIT */
#include "mail/letter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OURS	"#1d4ed8"
#define WIDTH	72

/* ---- text ---- */

/* Characters of UTF-8 in N bytes. */
static size_t
width(const char *s, size_t n)
{
	size_t characters = 0;

	for (size_t i = 0; i < n; i++)
		characters += ((unsigned char)s[i] & 0xc0) != 0x80;
	return characters;
}

/* Words up to WIDTH to a line; one that is longer stands alone. */
static void
add_wrapped(struct buf *b, const char *s)
{
	size_t column = 0;

	while (*s != '\0') {
		size_t n = strcspn(s, " \n");
		size_t wide = width(s, n);

		if (column > 0 && column + 1 + wide > WIDTH) {
			buf_putc(b, '\n');
			column = 0;
		} else if (column > 0) {
			buf_putc(b, ' ');
			column++;
		}
		buf_add(b, s, n);
		column += wide;
		s += n;
		if (*s == '\n') {
			buf_putc(b, '\n');
			column = 0;
		}
		s += *s != '\0';
	}
	buf_puts(b, "\n\n");
}

static void
add_wrapped_all(struct buf *b, const char *const *paragraphs)
{
	for (size_t i = 0; i < MOST_PARAGRAPHS && paragraphs[i] != NULL; i++)
		add_wrapped(b, paragraphs[i]);
}

void
letter_text(const struct letter *l, struct buf *b)
{
	add_wrapped(b, l->greeting);
	add_wrapped_all(b, l->before);
	if (l->code != NULL)
		buf_printf(b, "%s\n\n", l->code);
	if (l->button_text != NULL)
		buf_printf(b, "%s\n%s\n\n", l->button_text, l->button_url);
	add_wrapped_all(b, l->after);
	if (l->footer != NULL) {
		buf_puts(b, "-- \n");
		add_wrapped(b, l->footer);
	}
}

/* ---- HTML ---- */

static void
add_escaped(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		case '\'':
			buf_puts(b, "&#39;");
			break;
		case '\n':
			buf_puts(b, "<br>\n");
			break;
		default:
			buf_putc(b, *s);
		}
}

/* A value of a style is not escaped: it is a colour or it is not written. */
static bool
is_color(const char *s)
{
	return s != NULL && s[0] == '#' && strlen(s) == 7 &&
	    strspn(s + 1, "0123456789abcdefABCDEF") == 6;
}

static double
channel(const char *color, int i)
{
	char digits[3] = {color[1 + 2 * i], color[2 + 2 * i], '\0'};
	double c = (double)strtol(digits, NULL, 16) / 255;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

const char *
letter_ink(const char *color)
{
	double light = 0.2126 * channel(color, 0) + 0.7152 * channel(color, 1) +
	    0.0722 * channel(color, 2);

	/* Contrast is (lighter + 0.05) / (darker + 0.05); equal at this light. */
	return light > 0.1791 ? "#000000" : "#ffffff";
}

static void
add_paragraphs(struct buf *b, const char *const *paragraphs)
{
	for (size_t i = 0; i < MOST_PARAGRAPHS && paragraphs[i] != NULL; i++) {
		buf_puts(b, "<p style=\"margin:0 0 16px\">");
		add_escaped(b, paragraphs[i]);
		buf_puts(b, "</p>\n");
	}
}

static void
add_head(struct buf *b, const struct letter *l)
{
	buf_puts(b, "<!DOCTYPE html>\n<html lang=\"");
	add_escaped(b, l->language);
	buf_puts(b, "\">\n<head><meta charset=\"utf-8\">"
	    "<meta name=\"viewport\" content=\"width=device-width\">"
	    "<meta name=\"color-scheme\" content=\"light dark\"><title>");
	add_escaped(b, l->sender_name);
	buf_puts(b, "</title></head>\n"
	    "<body style=\"margin:0;padding:24px;"
	    "font:16px/1.5 system-ui,sans-serif\">\n"
	    "<div style=\"max-width:560px;margin:0 auto\">\n");
	if (l->logo_url != NULL && strncmp(l->logo_url, "https://", 8) == 0) {
		buf_puts(b, "<img src=\"");
		add_escaped(b, l->logo_url);
		buf_puts(b, "\" alt=\"\" height=\"40\" "
		    "style=\"display:block;margin:0 0 8px\">\n");
	}
	buf_puts(b, "<p style=\"margin:0 0 24px;font-weight:600\">");
	add_escaped(b, l->sender_name);
	buf_puts(b, "</p>\n<p style=\"margin:0 0 16px\">");
	add_escaped(b, l->greeting);
	buf_puts(b, "</p>\n");
}

static void
add_button(struct buf *b, const struct letter *l)
{
	const char *color = is_color(l->color) ? l->color : OURS;

	buf_puts(b, "<p style=\"margin:24px 0\"><a href=\"");
	add_escaped(b, l->button_url);
	buf_printf(b, "\" style=\"display:inline-block;padding:12px 20px;"
	    "border-radius:6px;background:%s;color:%s;text-decoration:none;"
	    "font-weight:600\">", color, letter_ink(color));
	add_escaped(b, l->button_text);
	buf_puts(b, "</a></p>\n<p style=\"margin:0 0 16px;font-size:13px;"
	    "word-break:break-all\">");
	add_escaped(b, l->button_url);
	buf_puts(b, "</p>\n");
}

void
letter_html(const struct letter *l, struct buf *b)
{
	add_head(b, l);
	add_paragraphs(b, l->before);
	if (l->code != NULL) {
		buf_puts(b, "<p style=\"margin:0 0 16px;"
		    "font:18px monospace\">");
		add_escaped(b, l->code);
		buf_puts(b, "</p>\n");
	}
	if (l->button_text != NULL)
		add_button(b, l);
	add_paragraphs(b, l->after);
	if (l->footer != NULL) {
		buf_puts(b, "<hr style=\"border:0;border-top:1px solid #8888\">\n"
		    "<p style=\"margin:16px 0;font-size:13px\">");
		add_escaped(b, l->footer);
		buf_puts(b, "</p>\n");
	}
	buf_puts(b, "</div>\n</body>\n</html>\n");
}
