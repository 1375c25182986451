/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define OUT(F, T)							\
	F(T, str,  title, .doc = "What it describes")			\
	F(T, str,  type, .doc = "object")				\
	F(T, bool, additionalProperties, .doc = "Whether other names are taken") \
	F(T, json, properties, .doc = "One schema for each setting")
RECORD(settings_schema, OUT);

METHOD(config_schema, nothing, settings_schema,
	.name    = "config.schema",
	.summary = "Describe all settings, as a JSON Schema.",
	.perm    = PERM_config_read,
	.tx      = TX_NONE);

static bool
config_schema(struct call *c, const struct nothing *in,
	      struct settings_schema *out)
{
	const struct json *schema;
	struct buf b;

	(void)in;
	buf_init(&b, call_arena(c));
	settings_schema(&c->ctx, &b);
	if (!json_parse(&c->ctx, buf_bytes(&b), &json_trusted, &schema))
		return false;
	out->title = json_get(schema, "title")->text;
	out->type = json_get(schema, "type")->text;
	out->properties = json_get(schema, "properties");
	return true;
}
