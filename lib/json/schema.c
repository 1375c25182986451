/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include <assert.h>
#include <string.h>

#define MOST_RECORDS	64	/* that one record reaches */

/* ,"name": with the comma only behind something. */
static void
key(struct buf *b, const char *name)
{
	if (b->n > 0 && b->p[b->n - 1] != '{')
		buf_putc(b, ',');
	json_write_string(b, name);
	buf_putc(b, ':');
}

static void
text(struct buf *b, const char *name, const char *value)
{
	key(b, name);
	json_write_string(b, value);
}

static void
number(struct buf *b, const char *name, int64_t value)
{
	key(b, name);
	buf_printf(b, "%lld", (long long)value);
}

static void
enumeration(struct buf *b, const struct field *f, const char *choices)
{
	key(b, "enum");
	buf_putc(b, '[');
	for (const char *p = choices; *p != '\0'; ) {
		size_t n = strcspn(p, "|");

		json_write_string(b, arena_memdup(b->arena, p, n));
		p += n;
		if (*p == '|') {
			buf_putc(b, ',');
			p++;
		}
	}
	buf_puts(b, f->empty ? ",\"\"]" : "]");
}

/* Where "" may stand, what else is demanded of a text cannot be said in one
 * plain schema and is left to the description. */
static void
str_schema(struct buf *b, const struct field *f, int64_t min, int64_t max)
{
	text(b, "type", "string");
	if (f->one_of != NULL) {
		enumeration(b, f, f->one_of);
		return;
	}
	if (min > 0 && !f->empty)
		number(b, "minLength", min);
	if (max > 0)
		number(b, "maxLength", max);
	if (!f->empty && format_schema(f->format) != NULL)
		text(b, "format", format_schema(f->format));
}

static void
int_schema(struct buf *b, const struct field *f)
{
	text(b, "type", "integer");
	if (f->min != 0 || f->max != 0)
		number(b, "minimum", f->min);
	if (f->max != 0)
		number(b, "maximum", f->max);
}

static void
id_schema(struct buf *b, const struct field *f)
{
	const unsigned kinds[] = {f->kind, f->kind2, f->kind3};
	struct buf p;

	buf_init(&p, b->arena);
	for (size_t i = 0; i < countof(kinds) && kinds[i] != 0; i++)
		buf_printf(&p, "%s%s", i > 0 ? "|" : "", id_prefix(kinds[i]));
	text(b, "type", "string");
	text(b, "pattern", arena_printf(b->arena, f->kind2 == 0 ?
	    "^%s_[0-9a-z]{26}$" : "^(%s)_[0-9a-z]{26}$",
	    f->kind == 0 ? "[a-z]+" : buf_text(&p)));
}

static void
reference(struct buf *b, const struct record *r)
{
	text(b, "$ref", arena_printf(b->arena, "#/components/schemas/%s",
	    r->name));
}

static void
list_schema(struct buf *b, const struct field *f, bool input)
{
	text(b, "type", "array");
	if (f->min > 0)
		number(b, "minItems", f->min);
	if (f->max > 0)
		number(b, "maxItems", f->max);
	key(b, "items");
	buf_putc(b, '{');
	if (f->type == TYPE_list)
		reference(b, f->of);
	else
		str_schema(b, f, input ? 1 : 0, 0);
	buf_putc(b, '}');
}

/* The members of the schema of a value that is there. */
static void
value_schema(struct buf *b, const struct field *f, bool input)
{
	switch (f->type) {
	case TYPE_str:
		str_schema(b, f, f->min == 0 && input ? 1 : f->min, f->max);
		return;
	case TYPE_int:
		int_schema(b, f);
		return;
	case TYPE_bool:
		text(b, "type", "boolean");
		return;
	case TYPE_time:
		text(b, "type", "string");
		text(b, "format", "date-time");
		return;
	case TYPE_id:
		id_schema(b, f);
		return;
	case TYPE_strs:
	case TYPE_list:
		list_schema(b, f, input);
		return;
	case TYPE_json:
		return;
	case TYPE_rec:
		reference(b, f->of);
		return;
	case TYPE_bytes:
		break;
	}
	unreachable();
}

static void
write_default(struct buf *b, const struct field *f)
{
	key(b, "default");
	if (f->type == TYPE_bool)
		buf_puts(b, f->def != 0 ? "true" : "false");
	else
		buf_printf(b, "%lld", (long long)f->def);
}

/* Draft 7 ignores what stands beside $ref, so a description puts the reference
 * one step down; so does null, as lists of types confuse generators. */
void
json_schema_field(struct buf *b, const struct field *f, bool input)
{
	bool nullable = f->nullable && f->type != TYPE_json;

	buf_putc(b, '{');
	if (f->doc != NULL)
		text(b, "description", f->doc);
	if (input && f->has_def)
		write_default(b, f);
	if (nullable || (f->type == TYPE_rec && f->doc != NULL)) {
		key(b, nullable ? "oneOf" : "allOf");
		buf_puts(b, "[{");
		value_schema(b, f, input);
		buf_puts(b, nullable ? "},{\"type\":\"null\"}]" : "}]");
	} else {
		value_schema(b, f, input);
	}
	buf_putc(b, '}');
}

/* A bool without a value is false, so it always comes back. */
static void
required(struct buf *b, const struct record *r)
{
	bool first = true;

	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];

		if (f->opt || f->type == TYPE_bytes)
			continue;
		if (first) {
			key(b, "required");
			buf_putc(b, '[');
		} else {
			buf_putc(b, ',');
		}
		first = false;
		json_write_string(b, f->name);
	}
	if (!first)
		buf_putc(b, ']');
}

void
json_schema(struct buf *b, const struct record *r, bool input)
{
	buf_putc(b, '{');
	text(b, "title", r->name);
	text(b, "type", "object");
	key(b, "properties");
	buf_putc(b, '{');
	for (size_t i = 0; i < r->count; i++) {
		if (r->fields[i].type == TYPE_bytes)
			continue;
		key(b, r->fields[i].name);
		json_schema_field(b, &r->fields[i], input);
	}
	buf_putc(b, '}');
	required(b, r);
	if (input) {
		key(b, "additionalProperties");
		buf_puts(b, "false");
	}
	buf_putc(b, '}');
}

/* ---- the records that one reaches ---- */

struct reached {
	const struct record *at[MOST_RECORDS];
	size_t n;
};

static void
reach(struct reached *all, const struct record *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct record *of = r->fields[i].of;
		size_t known = 0;

		if (of == NULL)
			continue;
		while (known < all->n && all->at[known] != of)
			known++;
		if (known < all->n)
			continue;
		assert(all->n < MOST_RECORDS);
		all->at[all->n++] = of;
	}
}

void
json_schema_walk(const struct record *r,
		 void (*seen)(const struct record *, void *), void *arg)
{
	struct reached all = {.n = 0};

	reach(&all, r);
	for (size_t i = 0; i < all.n; i++) {
		seen(all.at[i], arg);
		reach(&all, all.at[i]);
	}
}
