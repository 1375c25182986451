/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

/* All lists of records look alike, whatever they are lists of. */
struct any_list {
	const char *at;
	size_t n;
};

static void encode(struct buf *, const struct record *, const void *,
		   bool rest);

static void
encode_strs(struct buf *b, const struct strs *s)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		json_write_string(b, s->at[i]);
	}
	buf_putc(b, ']');
}

static void
encode_list(struct buf *b, const struct field *f, const struct any_list *list,
	    bool rest)
{
	buf_putc(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		encode(b, f->of, list->at + i * f->of_size, rest);
	}
	buf_putc(b, ']');
}

void
json_encode_value(struct buf *b, const struct field *f, const void *value,
		  bool rest)
{
	if (field_is_absent(f, value)) {
		buf_puts(b, "null");
		return;
	}
	switch (f->type) {
	case TYPE_str:
		json_write_string(b, *(const char *const *)value);
		return;
	case TYPE_int:
		buf_int(b, *(const int64_t *)value);
		return;
	case TYPE_bool:
		buf_puts(b, *(const bool *)value ? "true" : "false");
		return;
	case TYPE_time:
		buf_putc(b, '"');
		clock_write(*(const int64_t *)value, buf_room(b, CLOCK_TEXT));
		buf_took(b, CLOCK_TEXT);
		buf_putc(b, '"');
		return;
	case TYPE_id:
		buf_putc(b, '"');
		buf_took(b, id_write(*(const struct id *)value,
		    buf_room(b, ID_MOST)));
		buf_putc(b, '"');
		return;
	case TYPE_strs:
		encode_strs(b, value);
		return;
	case TYPE_json:
		json_write(b, *(const struct json *const *)value);
		return;
	case TYPE_rec:
		encode(b, f->of, *(const void *const *)value, rest);
		return;
	case TYPE_list:
		encode_list(b, f, value, rest);
		return;
	case TYPE_bytes:
		break;
	}
	unreachable();
}

static bool
is_for_rest(const struct record *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].rest)
			return true;
	return false;
}

/* Of what no row was found, an empty list is told. */
static bool
is_list(const struct field *f)
{
	return f->type == TYPE_list || f->type == TYPE_strs;
}

static NORETURN void
must_not_be_absent(const struct record *r, const struct field *f)
{
	fprintf(stderr, "tenantry: %s.%s is absent, neither opt nor nullable\n",
	    r->name, f->name);
	abort();
}

static bool
is_left_out(const struct record *r, const struct field *f, const void *value)
{
	if (!field_is_absent(f, value) || f->nullable)
		return false;
	if (!f->opt && !is_list(f))
		must_not_be_absent(r, f);
	return f->opt;
}

static void
encode_member(struct buf *b, const struct field *f, const void *value,
	      bool rest)
{
	buf_putc(b, '"');
	buf_puts(b, f->name);	/* in it there is nothing to escape */
	buf_puts(b, "\":");
	if (is_list(f) && !f->nullable && field_is_absent(f, value))
		buf_puts(b, "[]");
	else
		json_encode_value(b, f, value, rest);
}

static void
encode(struct buf *b, const struct record *r, const void *in, bool rest)
{
	bool first = true;

	rest = rest && is_for_rest(r);
	buf_putc(b, '{');
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		const void *value = (const char *)in + f->offset;

		if (f->type == TYPE_bytes || (rest && !f->rest) ||
		    is_left_out(r, f, value))
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		encode_member(b, f, value, rest);
	}
	buf_putc(b, '}');
}

void
json_encode(struct buf *b, const struct record *r, const void *in)
{
	encode(b, r, in, false);
}

void
json_encode_rest(struct buf *b, const struct record *r, const void *in)
{
	encode(b, r, in, true);
}
