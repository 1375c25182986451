/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include <string.h>

static void
write_escape(struct buf *b, unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *at = strchr(from, c);

	if (at == NULL) {
		buf_printf(b, "\\u%04x", c);
		return;
	}
	buf_putc(b, '\\');
	buf_putc(b, to[at - from]);
}

/* Text goes over in runs; only what JSON cannot hold raw goes singly. */
void
json_write_string(struct buf *b, const char *s)
{
	buf_putc(b, '"');
	for (const char *run = s;; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		buf_add(b, run, (size_t)(s - run));
		if (c == '\0')
			break;
		write_escape(b, c);
		run = s + 1;
	}
	buf_putc(b, '"');
}

static void
write_children(struct buf *b, const struct json *parent)
{
	for (const struct json *v = parent->first; v != NULL; v = v->next) {
		if (v != parent->first)
			buf_putc(b, ',');
		if (parent->type == JSON_OBJECT) {
			json_write_string(b, v->name);
			buf_putc(b, ':');
		}
		json_write(b, v);
	}
}

void
json_write(struct buf *b, const struct json *v)
{
	switch (v->type) {
	case JSON_NULL:
		buf_puts(b, "null");
		return;
	case JSON_BOOL:
		buf_puts(b, v->boolean ? "true" : "false");
		return;
	case JSON_NUMBER:
		buf_puts(b, v->text);
		return;
	case JSON_STRING:
		json_write_string(b, v->text);
		return;
	case JSON_LIST:
		buf_putc(b, '[');
		write_children(b, v);
		buf_putc(b, ']');
		return;
	case JSON_OBJECT:
		buf_putc(b, '{');
		write_children(b, v);
		buf_putc(b, '}');
		return;
	}
	unreachable();
}
