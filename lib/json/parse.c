/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#define MOST_DEPTH	32
#define MOST_NUMBER	32	/* characters */
#define FEW_MEMBERS	8	/* compared with each other; more are sorted */

const struct json_limits json_strict = {
	.depth = MOST_DEPTH, .values = 20000, .members = 256, .name = 64,
	.string = 64 << 10
};
const struct json_limits json_trusted = {.depth = MOST_DEPTH, .name = 64};

struct parser {
	struct arena *arena;
	const struct json_limits *limits;
	unsigned most_depth;
	struct json **open;	/* lists and objects that are not closed yet */
	unsigned depth;
	struct json *root;
	const char *name;	/* of the member that comes next */
	size_t values;
	const char *why;	/* it was refused */
};

/* ---- what yajl lets through ---- */

static bool
hex4(const unsigned char *p, const unsigned char *end, unsigned *out)
{
	unsigned n = 0;

	if (end - p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		unsigned char c = p[i];

		if (c >= '0' && c <= '9')
			n = n * 16 + (c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			n = n * 16 + ((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	*out = n;
	return true;
}

/* P is behind the backslash; the place behind the escape, or NULL.  yajl joins
 * whatever follows a high surrogate, so pairs are looked at here. */
static const unsigned char *
skip_escape(const unsigned char *p, const unsigned char *end)
{
	unsigned high, low;

	if (p == end)
		return NULL;
	if (*p != 'u')
		return p + 1;
	if (!hex4(p + 1, end, &high) || high == 0)
		return NULL;
	p += 5;
	if ((high & 0xf800) != 0xd800)
		return p;
	if (high >= 0xdc00 || end - p < 2 || p[0] != '\\' || p[1] != 'u' ||
	    !hex4(p + 2, end, &low) || (low & 0xfc00) != 0xdc00)
		return NULL;
	return p + 6;
}

/* P is behind the opening quote; the place behind the closing one, or NULL. */
static const unsigned char *
skip_string(const unsigned char *p, const unsigned char *end)
{
	while (p != NULL && p < end) {
		unsigned char c = *p++;

		if (c == '"')
			return p;
		if (c == '\\')
			p = skip_escape(p, end);
	}
	return NULL;
}

/* Where quotes are is the same for yajl and here in every text that yajl takes;
 * what it refuses is refused, however it looked from here. */
static const char *
scan(struct bytes text)
{
	const unsigned char *p = text.p, *end = p + text.n;

	while (p < end) {
		unsigned char c = *p++;

		if (c == '"') {
			p = skip_string(p, end);
			if (p == NULL)
				return "string or escape";
		} else if (c >= 0x7f || (c < ' ' && c != '\t' && c != '\n' &&
		    c != '\r')) {
			return "character outside of strings";
		}
	}
	return utf8_is_valid(text.p, text.n) ? NULL : "UTF-8";
}

/* ---- duplicate names ---- */

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
has_duplicate_of_many(struct arena *a, const struct json *object)
{
	struct arena_mark mark = arena_mark(a);
	const char **names = arena_array(a, object->count, sizeof(*names));
	bool duplicate = false;
	size_t n = 0;

	for (const struct json *v = object->first; v != NULL; v = v->next)
		names[n++] = v->name;
	qsort(names, n, sizeof(*names), compare_names);
	for (size_t i = 1; i < n && !duplicate; i++)
		duplicate = strcmp(names[i - 1], names[i]) == 0;
	arena_rewind(a, mark);
	return duplicate;
}

static bool
has_duplicate(struct arena *a, const struct json *object)
{
	const struct json *v, *other;

	if (object->count > FEW_MEMBERS)
		return has_duplicate_of_many(a, object);
	for (v = object->first; v != NULL; v = v->next)
		for (other = v->next; other != NULL; other = other->next)
			if (strcmp(v->name, other->name) == 0)
				return true;
	return false;
}

/* ---- events: 1 goes on, 0 refuses ---- */

static int
refuse(struct parser *p, const char *why)
{
	p->why = why;
	return 0;
}

static struct json *
add(struct parser *p, enum json_type type)
{
	struct json *v;

	if (p->limits->values > 0 && p->values == p->limits->values) {
		(void)refuse(p, "too many values");
		return NULL;
	}
	p->values++;
	v = json_new(p->arena, type);
	v->name = p->name;
	p->name = NULL;
	if (p->depth == 0)
		p->root = v;
	else
		json_append(p->open[p->depth - 1], v);
	return v;
}

static int
on_null(void *arg)
{
	return add(arg, JSON_NULL) != NULL;
}

static int
on_boolean(void *arg, int value)
{
	struct json *v = add(arg, JSON_BOOL);

	if (v == NULL)
		return 0;
	v->boolean = value != 0;
	return 1;
}

static int
on_number(void *arg, const char *s, size_t n)
{
	struct parser *p = arg;
	struct json *v;

	if (n > MOST_NUMBER)
		return refuse(p, "number too long");
	v = add(p, JSON_NUMBER);
	if (v == NULL)
		return 0;
	v->text = arena_memdup(p->arena, s, n);
	if (!isfinite(strtod(v->text, NULL)))
		return refuse(p, "number too large");
	return 1;
}

static int
on_string(void *arg, const unsigned char *s, size_t n)
{
	struct parser *p = arg;
	struct json *v;

	if (p->limits->string > 0 && n > p->limits->string)
		return refuse(p, "string too long");
	v = add(p, JSON_STRING);
	if (v == NULL)
		return 0;
	v->text = arena_memdup(p->arena, s, n);
	return 1;
}

static int
on_name(void *arg, const unsigned char *s, size_t n)
{
	struct parser *p = arg;
	const struct json *object = p->open[p->depth - 1];

	if (p->limits->name > 0 && n > p->limits->name)
		return refuse(p, "name too long");
	if (p->limits->members > 0 && object->count == p->limits->members)
		return refuse(p, "too many members");
	p->name = arena_memdup(p->arena, s, n);
	return 1;
}

static int
start(struct parser *p, enum json_type type)
{
	struct json *v;

	if (p->depth == p->most_depth)
		return refuse(p, "too deep");
	v = add(p, type);
	if (v == NULL)
		return 0;
	p->open[p->depth++] = v;
	return 1;
}

static int
on_start_object(void *arg)
{
	return start(arg, JSON_OBJECT);
}

static int
on_start_list(void *arg)
{
	return start(arg, JSON_LIST);
}

static int
on_end_object(void *arg)
{
	struct parser *p = arg;

	p->depth--;
	if (has_duplicate(p->arena, p->open[p->depth]))
		return refuse(p, "duplicate name");
	return 1;
}

static int
on_end_list(void *arg)
{
	struct parser *p = arg;

	p->depth--;
	return 1;
}

static const yajl_callbacks events = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_object,
	.yajl_map_key = on_name,
	.yajl_end_map = on_end_object,
	.yajl_start_array = on_start_list,
	.yajl_end_array = on_end_list,
};

/* ---- memory of yajl: a piece knows its size, for the copy as it grows ---- */

struct piece {
	_Alignas(16) size_t size;
	unsigned char data[];
};

static void *
piece_alloc(void *arena, size_t size)
{
	struct piece *p = arena_alloc(arena, sizeof(*p) + size);

	p->size = size;
	return p->data;
}

static void
piece_free(void *arena, void *data)
{
	(void)arena;
	(void)data;
}

static void *
piece_grow(void *arena, void *data, size_t size)
{
	const struct piece *old;
	void *grown;

	if (data == NULL)
		return piece_alloc(arena, size);
	old = (const void *)((char *)data - offsetof(struct piece, data));
	if (size <= old->size)
		return data;
	grown = piece_alloc(arena, size);
	memcpy(grown, data, old->size);
	return grown;
}

static bool
run(struct parser *p, struct bytes text)
{
	yajl_alloc_funcs memory = {
		piece_alloc, piece_grow, piece_free, p->arena
	};
	yajl_handle y = yajl_alloc(&events, &memory, p);

	return yajl_parse(y, text.p, text.n) == yajl_status_ok &&
	    yajl_complete_parse(y) == yajl_status_ok;
}

bool
json_parse(struct ctx *c, struct bytes text, const struct json_limits *limits,
	   const struct json **out)
{
	struct parser p = {.arena = c->arena, .limits = limits};
	const char *why = text.n == 0 ? "nothing" : scan(text);

	if (why != NULL)
		return fail(c, E_parse_error, "%s", why);
	p.most_depth = limits->depth > 0 ? limits->depth : MOST_DEPTH;
	p.open = arena_array(c->arena, p.most_depth, sizeof(struct json *));
	if (!run(&p, text))
		return fail(c, E_parse_error, "%s",
		    p.why != NULL ? p.why : "grammar");
	*out = p.root;
	return true;
}
