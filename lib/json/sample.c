/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include <string.h>

#define TIME	"\"2026-11-21T09:30:00Z\""

struct sample {
	struct buf *b;
	const char *(*named)(const char *field);
	const struct record *inside[32];	/* of which records */
	size_t depth;
};

static void object(struct sample *, const struct record *);

static const char *
text_of(const struct sample *s, const struct field *f)
{
	const char *text;

	if (f->one_of != NULL)
		return arena_memdup(s->b->arena, f->one_of,
		    strcspn(f->one_of, "|"));
	if (f->format != FORMAT_none)
		return format_sample(f->format);
	text = s->named(f->name);
	return text != NULL || f->nullable ? text : f->name;
}

static void
str(struct sample *s, const struct field *f)
{
	const char *text = text_of(s, f);

	if (text == NULL)
		buf_puts(s->b, "null");
	else
		json_write_string(s->b, text);
}

/* An id is made of a time and chance: these are the same every time. */
static void
id(struct sample *s, const struct field *f)
{
	static const struct id fixed = {{0x01, 0x92, 0xfa, 0x3b, 0xa5, 0xd3, 0x3b,
	    0x11, 0x92, 0xf0, 0x54, 0x25, 0x4d, 0x64, 0x60, 0}};
	struct id one = fixed;

	one.b[15] = (unsigned char)(f->kind == 0 ? 1 : f->kind);
	json_write_string(s->b, id_format(s->b->arena, one));
}

static void
number(struct sample *s, const struct field *f)
{
	int64_t n = f->has_def ? f->def : f->min > 1 ? f->min : 1;

	buf_int(s->b, f->max != 0 && n > f->max ? f->max : n);
}

/* A record inside of itself ends where it would begin again. */
static bool
ends(const struct sample *s, const struct record *r)
{
	for (size_t i = 0; i < s->depth; i++)
		if (s->inside[i] == r)
			return true;
	return s->depth == countof(s->inside);
}

static void
value(struct sample *s, const struct field *f)
{
	switch (f->type) {
	case TYPE_str:
		str(s, f);
		return;
	case TYPE_int:
		number(s, f);
		return;
	case TYPE_bool:
		buf_puts(s->b, f->has_def && f->def == 0 ? "false" : "true");
		return;
	case TYPE_time:
		buf_puts(s->b, TIME);
		return;
	case TYPE_id:
		id(s, f);
		return;
	case TYPE_json:
		buf_puts(s->b, "{}");
		return;
	case TYPE_strs:
		buf_putc(s->b, '[');
		str(s, f);
		buf_putc(s->b, ']');
		return;
	case TYPE_rec:
		if (f->nullable && (ends(s, f->of) ||
		    strcmp(f->name, "error") == 0))
			buf_puts(s->b, "null");
		else
			object(s, f->of);
		return;
	case TYPE_list:
		buf_putc(s->b, '[');
		if (!ends(s, f->of))
			object(s, f->of);
		buf_putc(s->b, ']');
		return;
	case TYPE_bytes:
		break;
	}
	unreachable();
}

static void
object(struct sample *s, const struct record *r)
{
	const char *comma = "";

	s->inside[s->depth++] = r;
	buf_putc(s->b, '{');
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];

		if (f->opt || f->type == TYPE_bytes)
			continue;
		buf_puts(s->b, comma);
		json_write_string(s->b, f->name);
		buf_putc(s->b, ':');
		value(s, f);
		comma = ",";
	}
	buf_putc(s->b, '}');
	s->depth--;
}

void
json_sample(struct buf *b, const struct record *r,
	    const char *(*named)(const char *field))
{
	struct sample s = {.b = b, .named = named};

	object(&s, r);
}
