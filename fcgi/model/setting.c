/* SPDX-License-Identifier: MIT */
#include "model/setting.h"

#include "base/log.h"

#include <assert.h>
#include <string.h>

enum { P = 1, A = 2, T = 4 };	/* levels, in setting.def */

enum setting_type { TYPE_SET_bool, TYPE_SET_int, TYPE_SET_text, TYPE_SET_choice,
	TYPE_SET_set, TYPE_SET_list };

static const struct setting_info {
	const char *key;
	enum setting_type type;
	const char *def;
	unsigned levels;
	int64_t min, max;
	const char *one_of;
	enum format format;
	const char *title;
	const char *doc;
} list[SETTING_COUNT] = {
#define X(KEY, TYPE, DEF, LEVELS, MIN, MAX, ONE_OF, FORMAT, TITLE, DOC) \
	{#KEY, TYPE_SET_##TYPE, DEF, LEVELS, MIN, MAX, ONE_OF, FORMAT, TITLE, DOC},
#include "model/setting.def"
#undef X
};

const char *
setting_name(enum setting s)
{
	return list[s].key;
}

enum setting
setting_find(const char *name)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		if (strcmp(list[i].key, name) == 0)
			return (enum setting)i;
	return SETTING_COUNT;
}

/* ---- values in force ---- */

static const struct json *
parsed(struct arena *a, const char *text)
{
	struct ctx ctx;
	const struct json *v;

	ctx_init(&ctx, a, "");
	if (!json_parse(&ctx, (struct bytes){(const unsigned char *)text,
	    strlen(text)}, &json_trusted, &v))
		return NULL;
	return v;
}

static const struct json *
parsed_level(struct ctx *ctx, const char *text)
{
	const struct json *v;

	if (text == NULL || strcmp(text, "{}") == 0)
		return NULL;
	v = parsed(ctx->arena, text);
	if (v == NULL || v->type != JSON_OBJECT) {
		log_event(LOG_ERROR_, "damaged_config", "id=%s",
		    ctx->request_id);
		return NULL;
	}
	return v;
}

/* Defaults are constants: their trees are made once per process. */
static const struct json *
default_of(enum setting s)
{
	static const struct json *trees[SETTING_COUNT];
	static struct arena *arena;

	if (arena == NULL)
		arena = arena_open();
	if (trees[s] == NULL)
		trees[s] = parsed(arena, list[s].def);
	assert(trees[s] != NULL);
	return trees[s];
}

static void
overlay(struct settings *out, const struct json *level, enum origin origin)
{
	if (level == NULL)
		return;
	for (const struct json *v = level->first; v != NULL; v = v->next) {
		enum setting s = setting_find(v->name);

		if (s == SETTING_COUNT)
			continue;	/* of a later version */
		out->value[s] = v;
		out->origin[s] = origin;
	}
}

void
settings_resolve(struct ctx *ctx, const char *tenant, const char *msp,
		 const char *platform, struct settings *out)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		out->value[i] = default_of((enum setting)i);
		out->origin[i] = ORIGIN_default;
	}
	overlay(out, parsed_level(ctx, platform), ORIGIN_platform);
	overlay(out, parsed_level(ctx, msp), ORIGIN_msp);
	overlay(out, parsed_level(ctx, tenant), ORIGIN_tenant);
}

void
settings_below(struct ctx *ctx, const struct settings *above,
	       const char *tenant, struct settings *out)
{
	*out = *above;
	overlay(out, parsed_level(ctx, tenant), ORIGIN_tenant);
}

bool
setting_bool(const struct settings *s, enum setting key)
{
	return s->value[key]->type == JSON_BOOL && s->value[key]->boolean;
}

int64_t
setting_int(const struct settings *s, enum setting key)
{
	int64_t n;

	return json_int(s->value[key], &n) ? n : 0;
}

const char *
setting_text(const struct settings *s, enum setting key)
{
	const struct json *v = s->value[key];

	return v->type == JSON_STRING ? v->text : NULL;
}

bool
setting_is(const struct settings *s, enum setting key, const char *choice)
{
	const char *text = setting_text(s, key);

	return text != NULL && strcmp(text, choice) == 0;
}

struct strs
setting_strs(struct arena *a, const struct settings *s, enum setting key)
{
	const struct json *v = s->value[key];
	const char **at = arena_array(a, v->count + 1, sizeof(*at));
	struct strs out = {at, 0};

	for (const struct json *x = v->first; x != NULL; x = x->next)
		at[out.n++] = x->text;
	return out;
}

/* ---- what is to be set ---- */

static struct field
field_of(const struct setting_info *i)
{
	return (struct field){.name = i->key, .max = i->max, .min = i->min,
	    .format = i->format, .one_of = i->one_of, .name_text = true,
	    .empty = i->type == TYPE_SET_text};
}

static struct json *
checked_text(struct ctx *ctx, const struct setting_info *i,
	     const struct json *v, const char *path)
{
	struct field f = field_of(i);
	const char *rule, *text = v->text, *message;

	if (v->type != JSON_STRING) {
		fault_add(ctx, path, "type", "must be a string");
		return NULL;
	}
	message = check_text(ctx, &f, &text, &rule);
	if (message != NULL) {
		fault_add(ctx, path, rule, "%s", message);
		return NULL;
	}
	/* Cleared is a value of its own: null from then on (R95).  The default role
	 * alone keeps "": a role must then be given. */
	if (*text == '\0' && strcmp(i->key, "default_role") != 0)
		return json_new(ctx->arena, JSON_NULL);
	return json_string(ctx->arena, text);
}

static struct json *
checked_list(struct ctx *ctx, const struct setting_info *i,
	     const struct json *v, const char *path)
{
	struct json *out = json_new(ctx->arena, JSON_LIST);
	struct setting_info of = *i;
	size_t n = 0;

	if (v->type != JSON_LIST || v->count > (size_t)i->max) {
		fault_add(ctx, path, "type", "must be a list of at most %lld",
		    (long long)i->max);
		return NULL;
	}
	of.max = 253;
	for (const struct json *x = v->first; x != NULL; x = x->next, n++) {
		struct json *item = checked_text(ctx, &of, x,
		    arena_printf(ctx->arena, "%s[%zu]", path, n));

		if (item != NULL)
			json_append(out, item);
	}
	return out;
}

static struct json *
checked_int(struct ctx *ctx, const struct setting_info *i,
	    const struct json *v, const char *path)
{
	struct field f = field_of(i);
	const char *rule, *message;
	int64_t n;

	if (!json_int(v, &n)) {
		fault_add(ctx, path, "type", "must be a whole number");
		return NULL;
	}
	message = check_int(ctx, &f, n, &rule);
	if (message != NULL) {
		fault_add(ctx, path, rule, "%s", message);
		return NULL;
	}
	return json_number(ctx->arena, n);
}

static struct json *
checked(struct ctx *ctx, const struct setting_info *i, const struct json *v,
	const char *path)
{
	switch (i->type) {
	case TYPE_SET_bool:
		if (v->type == JSON_BOOL)
			return json_boolean(ctx->arena, v->boolean);
		fault_add(ctx, path, "type", "must be true or false");
		return NULL;
	case TYPE_SET_int:
		return checked_int(ctx, i, v, path);
	case TYPE_SET_text:
	case TYPE_SET_choice:
		return checked_text(ctx, i, v, path);
	case TYPE_SET_set:
	case TYPE_SET_list:
		return checked_list(ctx, i, v, path);
	}
	unreachable();
}

static unsigned
level_bit(enum level l)
{
	return l == LEVEL_platform ? P : l == LEVEL_msp ? A : T;
}

/* Adds the values of OLD that VALUES does not mention. */
static void
keep_old(struct ctx *ctx, struct json *merged, const char *old,
	 const struct json *values)
{
	const struct json *level = parsed_level(ctx, old);

	if (level == NULL)
		return;
	for (const struct json *v = level->first; v != NULL; v = v->next)
		if (json_get(values, v->name) == NULL)
			json_set(ctx->arena, merged, v->name,
			    json_copy(ctx->arena, v));
}

const char *
settings_merge(struct ctx *ctx, enum level level, const char *old,
	       const struct json *values, const char *path)
{
	struct json *merged = json_new(ctx->arena, JSON_OBJECT);
	struct buf b;

	if (values->type != JSON_OBJECT) {
		fault_add(ctx, path, "type", "must be an object");
		return "{}";
	}
	keep_old(ctx, merged, old, values);
	for (const struct json *v = values->first; v != NULL; v = v->next) {
		enum setting s = setting_find(v->name);
		const char *where = format_is(FORMAT_name, v->name) ?
		    arena_printf(ctx->arena, "%s.%s", path, v->name) : path;
		struct json *value = NULL;

		if (s == SETTING_COUNT)
			fault_add(ctx, where, "unknown", "is no setting");
		else if (!(list[s].levels & level_bit(level)))
			fault_add(ctx, where, "level",
			    "cannot be set at this level");
		else if (v->type != JSON_NULL)
			value = checked(ctx, &list[s], v, where);
		if (value != NULL)
			json_set(ctx->arena, merged, v->name, value);
	}
	buf_init(&b, ctx->arena);
	json_write(&b, merged);
	return buf_text(&b);
}

/* ---- as JSON ---- */

static bool
is_asked(struct strs keys, enum setting s)
{
	return keys.n == 0 || strs_has(keys, list[s].key);
}

struct json *
settings_values(struct arena *a, const struct settings *s, struct strs keys)
{
	struct json *o = json_new(a, JSON_OBJECT);

	for (int i = 0; i < SETTING_COUNT; i++)
		if (is_asked(keys, (enum setting)i))
			json_set(a, o, list[i].key, json_copy(a, s->value[i]));
	return o;
}

struct json *
settings_origins(struct arena *a, const struct settings *s, struct strs keys)
{
	static const char *const names[] = {"default", "platform", "msp", "tenant"};
	struct json *o = json_new(a, JSON_OBJECT);

	for (int i = 0; i < SETTING_COUNT; i++)
		if (is_asked(keys, (enum setting)i))
			json_set(a, o, list[i].key,
			    json_string(a, names[s->origin[i]]));
	return o;
}

static void
write_choices(struct buf *b, const char *one_of)
{
	buf_puts(b, "\"enum\":[");
	for (const char *p = one_of; *p != '\0'; ) {
		size_t n = strcspn(p, "|");

		buf_printf(b, "%s\"%.*s\"", p == one_of ? "" : ",", (int)n, p);
		p += n;
		p += *p == '|';
	}
	buf_putc(b, ']');
}

static void
write_items(struct buf *b, const struct setting_info *i)
{
	buf_puts(b, "\"type\":\"array\",\"items\":{\"type\":\"string\"");
	if (i->one_of != NULL) {
		buf_putc(b, ',');
		write_choices(b, i->one_of);
	}
	buf_printf(b, "},\"maxItems\":%lld", (long long)i->max);
}

static void
write_type(struct buf *b, const struct setting_info *i)
{
	switch (i->type) {
	case TYPE_SET_bool:
		buf_puts(b, "\"type\":\"boolean\"");
		return;
	case TYPE_SET_int:
		buf_printf(b, "\"type\":\"integer\",\"minimum\":%lld,"
		    "\"maximum\":%lld", (long long)i->min, (long long)i->max);
		return;
	case TYPE_SET_text:
		buf_printf(b, "\"type\":\"string\",\"maxLength\":%lld",
		    (long long)i->max);
		return;
	case TYPE_SET_choice:
		buf_puts(b, "\"type\":\"string\",");
		write_choices(b, i->one_of);
		return;
	case TYPE_SET_set:
	case TYPE_SET_list:
		write_items(b, i);
		return;
	}
	unreachable();
}

static void
write_levels(struct buf *b, unsigned levels)
{
	buf_printf(b, "[%s%s%s]", levels & P ? "\"platform\"" : "",
	    levels & A ? ",\"msp\"" : "", levels & T ? ",\"tenant\"" : "");
}

void
settings_schema(const struct ctx *c, struct buf *b)
{
	buf_puts(b, "{\"title\":");
	json_write_string(b, ctx_say(c, "Settings"));
	buf_puts(b, ",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
	for (int i = 0; i < SETTING_COUNT; i++) {
		const struct setting_info *s = &list[i];

		buf_printf(b, "%s\"%s\":{\"title\":", i == 0 ? "" : ",", s->key);
		json_write_string(b, ctx_say(c, s->title));
		buf_puts(b, ",\"description\":");
		json_write_string(b, ctx_say(c, s->doc));
		buf_putc(b, ',');
		write_type(b, s);
		buf_printf(b, ",\"default\":%s,\"x-levels\":", s->def);
		write_levels(b, s->levels);
		buf_putc(b, '}');
	}
	buf_puts(b, "}}");
}

void
settings_print(struct buf *b)
{
	buf_puts(b, "| setting | default | what it does |\n| --- | --- | --- |\n");
	for (int i = 0; i < SETTING_COUNT; i++)
		buf_printf(b, "| `%s` | `%s` | %s |\n", list[i].key, list[i].def,
		    list[i].doc);
}
