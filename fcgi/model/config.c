/* SPDX-License-Identifier: MIT */
#include "model/config.h"

#include <string.h>

RECORD_TABLE(config, CONFIG);

void
config_object(struct call *c, const struct tenant_row *t, struct strs keys,
	      struct config *out)
{
	struct settings s;

	tenant_settings(c, t, &s);
	out->values = settings_values(call_arena(c), &s, keys);
	out->origin = settings_origins(call_arena(c), &s, keys);
	out->version = t->config_version;
}

void
config_write_documented(struct buf *b, const struct config *config)
{
	static const enum setting documented[] = {SETTING_beta_features,
	    SETTING_mfa_required, SETTING_default_model_name};

	for (size_t i = 0; i < countof(documented); i++) {
		const char *name = setting_name(documented[i]);

		buf_printf(b, "%c\"%s\":", i == 0 ? '{' : ',', name);
		json_write(b, json_get(config->values, name));
	}
	buf_putc(b, '}');
}

static const struct json *
level(struct call *c, const char *text)
{
	const struct json *v;
	struct ctx ctx;

	ctx_init(&ctx, call_arena(c), c->ctx.request_id);
	return json_parse(&ctx, (struct bytes){(const unsigned char *)text,
	    strlen(text)}, &json_trusted, &v) ? v : NULL;
}

/* NULL: not set at this level. */
static const char *
shown(struct call *c, const struct json *level, const char *name)
{
	const struct json *v = json_get(level, name);
	struct buf b;

	if (v == NULL)
		return NULL;
	if (v->type == JSON_STRING)
		return v->text;
	buf_init(&b, call_arena(c));
	json_write(&b, v);
	return buf_text(&b);
}

void
config_audit(struct call *c, const char *old, const char *now,
	     const struct json *values)
{
	const struct json *before = level(c, old), *after = level(c, now);

	for (const struct json *v = values->first; v != NULL; v = v->next)
		call_changed(c, v->name, shown(c, before, v->name),
		    shown(c, after, v->name));
}
