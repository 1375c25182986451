/* SPDX-License-Identifier: MIT */
/*
 * discover — the program describes itself: an OpenRPC 1.2.6 document.
 */
#include "rpc/rpc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
write_errors(struct buf *b, const struct method *m)
{
	const char *comma = "";

	buf_puts(b, ",\"errors\":[");
	for (int e = E_none + 1; e < ERR_COUNT; e++) {
		if (!method_raises(m, (enum err)e))
			continue;
		buf_printf(b, "%s{\"$ref\":\"#/components/errors/%s\"}",
		    comma, err_info((enum err)e)->reason);
		comma = ",";
	}
	buf_putc(b, ']');
}

static void
write_param(struct buf *b, const char *name, const char *doc, bool required)
{
	if (b->p[b->n - 1] != '[')
		buf_putc(b, ',');
	buf_printf(b, "{\"name\":\"%s\",\"description\":", name);
	json_write_string(b, doc);
	buf_printf(b, ",\"required\":%s,\"schema\":",
	    required ? "true" : "false");
}

static void
write_params(struct buf *b, const struct method *m)
{
	buf_puts(b, ",\"paramStructure\":\"by-name\",\"params\":[");
	for (size_t i = 0; i < m->in->count; i++) {
		const struct field *f = &m->in->fields[i];

		write_param(b, f->name, f->doc, !f->opt);
		json_schema_field(b, f, true);
		buf_putc(b, '}');
	}
	if (method_takes_dry_run(m)) {
		write_param(b, "dry_run", "Check and do everything, answer, and "
		    "leave nothing behind.", false);
		buf_puts(b, "{\"type\":\"boolean\"}}");
	}
	if (method_takes_key(m)) {
		write_param(b, "idempotency_key", "The same call again under this "
		    "key gets the same answer, for 24 hours.", false);
		buf_puts(b, "{\"type\":\"string\",\"minLength\":1,"
		    "\"maxLength\":128}}");
	}
	if (m->versioned) {
		write_param(b, "if_version", "Refuse unless the object is of this "
		    "version.", false);
		buf_puts(b, "{\"type\":\"integer\"}}");
	}
	buf_putc(b, ']');
}

static const struct json *
example_params(struct arena *a, const struct rpc *rpc, const struct method *m)
{
	const struct json *params;
	struct ctx c;
	struct buf b;

	ctx_init(&c, a, "example");
	buf_init(&b, a);
	if (m->example != NULL)
		buf_puts(&b, m->example);
	else
		json_sample(&b, m->in, rpc->hooks->sample);
	if (json_parse(&c, buf_bytes(&b), &json_trusted, &params))
		return params;
	fprintf(stderr, "tenantry: .example of %s is not JSON\n", m->name);
	abort();
}

/* Parameters that a test sends, and a result of the shape that then comes. */
static void
write_example(struct buf *b, const struct rpc *rpc, const struct method *m)
{
	const struct json *params = example_params(b->arena, rpc, m);
	const char *comma = "";

	buf_printf(b, ",\"examples\":[{\"name\":\"%s\",\"params\":[",
	    m->name);
	for (const struct json *v = params->first; v != NULL; v = v->next) {
		buf_printf(b, "%s{\"name\":\"%s\",\"value\":", comma,
		    v->name);
		json_write(b, v);
		buf_putc(b, '}');
		comma = ",";
	}
	buf_puts(b, "],\"result\":{\"name\":\"result\",\"value\":");
	json_sample(b, m->out, rpc->hooks->sample);
	buf_puts(b, "}}]");
}

static void
write_method(struct buf *b, const struct rpc *rpc, const struct method *m)
{
	buf_puts(b, "{\"name\":");
	json_write_string(b, m->name);
	buf_puts(b, ",\"summary\":");
	json_write_string(b, m->summary);
	buf_printf(b, ",\"tags\":[{\"name\":\"%.*s\"}]",
	    (int)strcspn(m->name, "."), m->name);
	write_params(b, m);
	buf_printf(b, ",\"result\":{\"name\":\"result\",\"schema\":"
	    "{\"$ref\":\"#/components/schemas/%s\"}}", m->out->name);
	write_errors(b, m);
	buf_printf(b, ",\"x-permission\":\"%s\",\"x-mutating\":%s",
	    rpc->hooks->perm_name(m->perm),
	    m->tx == TX_WRITE ? "true" : "false");
	if (m->rest != NULL)
		buf_printf(b, ",\"x-rest\":\"%s\"", m->rest);
	write_example(b, rpc, m);
	buf_putc(b, '}');
}

/* ---- components ---- */

struct schemas {
	struct buf *b;
	const struct record *seen[1024];
	size_t n;
	bool input;
};

static void
write_schema(const struct record *r, void *arg)
{
	struct schemas *s = arg;

	for (size_t i = 0; i < s->n; i++)
		if (s->seen[i] == r)
			return;
	if (s->n == countof(s->seen))
		return;
	s->seen[s->n++] = r;
	if (s->b->p[s->b->n - 1] != '{')
		buf_putc(s->b, ',');
	buf_printf(s->b, "\"%s\":", r->name);
	json_schema(s->b, r, s->input);
}

static void
write_schemas(struct buf *b)
{
	struct schemas *s = arena_new(b->arena, struct schemas);

	s->b = b;
	buf_puts(b, "\"schemas\":{");
	for (size_t i = 0; i < method_count; i++) {
		write_schema(methods[i]->out, s);
		json_schema_walk(methods[i]->out, write_schema, s);
	}
	s->input = true;
	for (size_t i = 0; i < method_count; i++)
		json_schema_walk(methods[i]->in, write_schema, s);
	buf_putc(b, '}');
}

static void
write_error_components(struct buf *b)
{
	buf_puts(b, ",\"errors\":{");
	for (int e = E_none + 1; e < ERR_COUNT; e++) {
		const struct err_info *i = err_info((enum err)e);

		buf_printf(b, "%s\"%s\":{\"code\":%d,\"message\":",
		    e == E_none + 1 ? "" : ",", i->reason, i->code);
		json_write_string(b, i->text);
		buf_printf(b, ",\"data\":{\"reason\":\"%s\"}}", i->reason);
	}
	buf_putc(b, '}');
}

void
rpc_discover(struct buf *b, const struct rpc *rpc)
{
	buf_puts(b, "{\"openrpc\":\"1.2.6\",\"info\":{\"title\":\"tenantry\","
	    "\"description\":\"Tenants, users, invitations and their "
	    "configuration.\",\"license\":{\"name\":\"MIT\"},\"version\":");
	json_write_string(b, rpc->version);
	buf_puts(b, "},\"methods\":[");
	for (size_t i = 0; i < method_count; i++) {
		if (i > 0)
			buf_putc(b, ',');
		write_method(b, rpc, methods[i]);
	}
	buf_puts(b, "],\"components\":{");
	write_schemas(b);
	write_error_components(b);
	buf_puts(b, "}}");
}
