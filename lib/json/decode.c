/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include "base/clock.h"

#include <string.h>

#define MOST_NAME	64	/* of an unknown member that is named */

/* Where a value stands.  A path is written only when there is a fault. */
struct place {
	const struct place *up;
	const char *name;	/* NULL: an entry of a list */
	size_t index;
};

static void decode(struct ctx *, const struct record *, const struct json *,
		   const struct place *, void *out);

static void
write_path(struct buf *b, const struct place *at)
{
	if (at->up != NULL)
		write_path(b, at->up);
	if (at->name == NULL) {
		buf_printf(b, "[%zu]", at->index);
	} else if (*at->name != '\0') {
		if (b->n > 0)
			buf_putc(b, '.');
		buf_puts(b, at->name);
	}
}

/* MESSAGE is a sentence of the catalogues, or was translated already. */
static void
blame(struct ctx *c, const struct place *at, const char *rule,
      const char *message)
{
	struct buf path;

	buf_init(&path, c->arena);
	write_path(&path, at);
	fault_add(c, path.n > 0 ? buf_text(&path) : "params", rule, "%s",
	    ctx_say(c, message));
}

static bool
has_type(struct ctx *c, const struct json *v, enum json_type type,
	 const struct place *at, const char *message)
{
	if (v->type != type)
		blame(c, at, "type", message);
	return v->type == type;
}

/* ---- single values ---- */

static void
decode_str(struct ctx *c, const struct field *f, const struct json *v,
	   const struct place *at, const char **out)
{
	const char *text = v->text, *rule = "format", *message;

	if (!has_type(c, v, JSON_STRING, at, "must be a text"))
		return;
	message = check_text(c, f, &text, &rule);
	if (message != NULL)
		blame(c, at, rule, message);
	else
		*out = text;
}

static void
decode_int(struct ctx *c, const struct field *f, const struct json *v,
	   const struct place *at, int64_t *out)
{
	const char *rule = "range", *message;
	int64_t n;

	if (!json_int(v, &n)) {
		blame(c, at, "type", "must be a whole number");
		return;
	}
	message = check_int(c, f, n, &rule);
	if (message != NULL)
		blame(c, at, rule, message);
	else
		*out = n;
}

static void
decode_time(struct ctx *c, const struct json *v, const struct place *at,
	    int64_t *out)
{
	if (has_type(c, v, JSON_STRING, at, "must be a text") &&
	    !clock_parse(v->text, out))
		blame(c, at, "format",
		    "must be a time such as 2026-01-31T09:00:00Z");
}

static const char *
id_message(struct ctx *c, const struct field *f)
{
	const unsigned kinds[] = {f->kind, f->kind2, f->kind3};
	struct buf b;

	if (f->kind == 0)
		return "must be an id";
	buf_init(&b, c->arena);
	for (size_t i = 0; i < countof(kinds) && kinds[i] != 0; i++)
		buf_printf(&b, "%s%s_...", i == 0 ? "" : ctx_say(c, " or "),
		    id_prefix(kinds[i]));
	return arena_printf(c->arena, ctx_say(c, "must be an id %s"),
	    buf_text(&b));
}

static bool
is_of_kind(const struct field *f, struct id id)
{
	unsigned kind = id_kind(id);

	return f->kind == 0 || kind == f->kind ||
	    (f->kind2 != 0 && kind == f->kind2) ||
	    (f->kind3 != 0 && kind == f->kind3);
}

static void
decode_id(struct ctx *c, const struct field *f, const struct json *v,
	  const struct place *at, struct id *out)
{
	struct id id;

	if (v->type != JSON_STRING)
		blame(c, at, "type", id_message(c, f));
	else if (!id_parse(v->text, &id) || !is_of_kind(f, id))
		blame(c, at, "format", id_message(c, f));
	else
		*out = id;
}

/* ---- lists ---- */

static bool
is_list(struct ctx *c, const struct field *f, const struct json *v,
	const struct place *at)
{
	if (!has_type(c, v, JSON_LIST, at, "must be a list"))
		return false;
	if (f->max > 0 && v->count > (uint64_t)f->max) {
		blame(c, at, "too_many", arena_printf(c->arena,
		    ctx_say(c, "too many entries (max %lld)"),
		    (long long)f->max));
		return false;
	}
	if (f->min > 0 && v->count < (uint64_t)f->min) {
		blame(c, at, "too_few", arena_printf(c->arena,
		    ctx_say(c, "too few entries (min %lld)"),
		    (long long)f->min));
		return false;
	}
	return true;
}

/* The bounds of the list are not those of its texts. */
static void
decode_strs(struct ctx *c, const struct field *f, const struct json *v,
	    const struct place *at, struct strs *out)
{
	struct place entry = {.up = at};
	struct field one = *f;
	const char **texts;

	if (!is_list(c, f, v, at))
		return;
	one.min = one.max = 0;
	texts = arena_array(c->arena, v->count, sizeof(*texts));
	for (v = v->first; v != NULL; v = v->next, entry.index++)
		decode_str(c, &one, v, &entry, &texts[entry.index]);
	*out = (struct strs){texts, entry.index};
}

/* All lists of records look alike, whatever they are lists of. */
struct any_list {
	const void *at;
	size_t n;
};

static void
decode_list(struct ctx *c, const struct field *f, const struct json *v,
	    const struct place *at, struct any_list *out)
{
	struct place entry = {.up = at};
	char *records;

	if (!is_list(c, f, v, at))
		return;
	records = arena_array(c->arena, v->count, f->of_size);
	for (v = v->first; v != NULL; v = v->next, entry.index++)
		decode(c, f->of, v, &entry, records + entry.index * f->of_size);
	*out = (struct any_list){records, entry.index};
}

static void
decode_rec(struct ctx *c, const struct field *f, const struct json *v,
	   const struct place *at, const void **out)
{
	void *record;

	if (!has_type(c, v, JSON_OBJECT, at, "must be an object"))
		return;
	record = arena_alloc(c->arena, f->of_size);
	decode(c, f->of, v, at, record);
	*out = record;
}

/* ---- members ---- */

static void
decode_null(struct ctx *c, const struct field *f, const struct place *at,
	    void *out)
{
	if (!f->nullable)
		blame(c, at, "null", "must not be null");
	else if (f->type == TYPE_int || f->type == TYPE_time)
		*(int64_t *)out = INT_NULL;
	else if (f->type == TYPE_str)
		*(const char **)out = "";
}

static void
decode_value(struct ctx *c, const struct field *f, const struct json *v,
	     const struct place *at, void *out)
{
	if (v->type == JSON_NULL && f->type != TYPE_json) {
		decode_null(c, f, at, out);
		return;
	}
	switch (f->type) {
	case TYPE_str:
		decode_str(c, f, v, at, out);
		return;
	case TYPE_int:
		decode_int(c, f, v, at, out);
		return;
	case TYPE_bool:
		if (has_type(c, v, JSON_BOOL, at, "must be true or false"))
			*(bool *)out = v->boolean;
		return;
	case TYPE_time:
		decode_time(c, v, at, out);
		return;
	case TYPE_id:
		decode_id(c, f, v, at, out);
		return;
	case TYPE_strs:
		decode_strs(c, f, v, at, out);
		return;
	case TYPE_json:
		*(const struct json **)out = v;
		return;
	case TYPE_rec:
		decode_rec(c, f, v, at, out);
		return;
	case TYPE_list:
		decode_list(c, f, v, at, out);
		return;
	case TYPE_bytes:
		return;
	}
	unreachable();
}

static bool
looks_like_ours(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n > 0 && n <= MOST_NAME && name[n] == '\0';
}

static void
blame_unknown(struct ctx *c, const struct record *r, const struct json *v,
	      const struct place *at)
{
	struct place member = {.up = at};

	for (v = v->first; v != NULL; v = v->next) {
		const struct field *f = record_field(r, v->name);

		if (f != NULL && f->type != TYPE_bytes)
			continue;
		member.name = looks_like_ours(v->name) ? v->name : "?";
		blame(c, &member, "unknown", "is not known here");
	}
}

static void
blame_positions(struct ctx *c, const struct record *r, const struct place *at)
{
	struct buf names;

	buf_init(&names, c->arena);
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].type != TYPE_bytes)
			buf_printf(&names, "%s%s", names.n > 0 ? ", " : "",
			    r->fields[i].name);
	blame(c, at, "by_name", names.n == 0 ?
	    ctx_say(c, "takes no parameters") :
	    arena_printf(c->arena, ctx_say(c, "parameters go by name: %s"),
	    buf_text(&names)));
}

static void
decode(struct ctx *c, const struct record *r, const struct json *object,
       const struct place *at, void *out)
{
	size_t known = 0;

	record_init(r, out);
	if (!has_type(c, object, JSON_OBJECT, at, "must be an object"))
		return;
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		const struct place member = {.up = at, .name = f->name};
		const struct json *v;

		if (f->type == TYPE_bytes)
			continue;
		v = json_get(object, f->name);
		if (v != NULL) {
			known++;
			decode_value(c, f, v, &member, (char *)out + f->offset);
		} else if (!f->opt) {
			blame(c, &member, "required", "is required");
		}
	}
	if (known < object->count)
		blame_unknown(c, r, object, at);
}

void
json_decode(struct ctx *c, const struct record *r, const struct json *object,
	    const char *path, void *out)
{
	static const struct json nothing = {.type = JSON_OBJECT};
	const struct place root = {.name = path};

	if (object == NULL || object->type == JSON_NULL ||
	    (object->type == JSON_LIST && object->count == 0))
		object = &nothing;
	if (object->type == JSON_LIST) {
		record_init(r, out);
		blame_positions(c, r, &root);
		return;
	}
	decode(c, r, object, &root, out);
}
