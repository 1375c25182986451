/* SPDX-License-Identifier: MIT */
/*
 * types — the contract as declarations of TypeScript.
 */
#include "rpc/rpc.h"

#include <ctype.h>
#include <string.h>

/* tenant_list_in -> TenantListIn */
static void
add_title(struct buf *b, const char *name)
{
	bool start = true;

	for (; *name != '\0'; name++) {
		if (*name == '_') {
			start = true;
			continue;
		}
		buf_putc(b, (char)(start ? toupper((unsigned char)*name) :
		    *name));
		start = false;
	}
}

static void
add_choices(struct buf *b, const struct field *f)
{
	for (const char *p = f->one_of; *p != '\0'; ) {
		size_t n = strcspn(p, "|");

		buf_putc(b, '"');
		buf_add(b, p, n);
		buf_puts(b, p[n] == '|' ? "\" | " : "\"");
		p += n + (p[n] == '|');
	}
	if (f->empty)
		buf_puts(b, " | \"\"");
}

static void
add_type(struct buf *b, const struct field *f)
{
	switch (f->type) {
	case TYPE_str:
		if (f->one_of != NULL)
			add_choices(b, f);
		else
			buf_puts(b, "string");
		break;
	case TYPE_time:
	case TYPE_id:
		buf_puts(b, "string");
		break;
	case TYPE_int:
		buf_puts(b, "number");
		break;
	case TYPE_bool:
		buf_puts(b, "boolean");
		break;
	case TYPE_json:
		buf_puts(b, "any");
		break;
	case TYPE_strs:
		buf_puts(b, "Array<");
		if (f->one_of != NULL)
			add_choices(b, f);
		else
			buf_puts(b, "string");
		buf_putc(b, '>');
		break;
	case TYPE_rec:
		add_title(b, f->of->name);
		break;
	case TYPE_list:
		buf_puts(b, "Array<");
		add_title(b, f->of->name);
		buf_putc(b, '>');
		break;
	case TYPE_bytes:
		unreachable();
	}
	if (f->nullable && f->type != TYPE_json)
		buf_puts(b, " | null");
}

static void
add_member(struct buf *b, const char *indent, const char *name, bool opt,
	   const char *doc)
{
	if (doc != NULL)
		buf_printf(b, "%s/** %s */\n", indent, doc);
	buf_printf(b, "%s%s%s: ", indent, name, opt ? "?" : "");
}

static void
fields(struct buf *b, const struct record *r, const char *indent)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];

		if (f->type == TYPE_bytes)
			continue;
		add_member(b, indent, f->name, f->opt, f->doc);
		add_type(b, f);
		buf_puts(b, ";\n");
	}
}

static void
add_beside(struct buf *b, const struct method *m)
{
	static const char indent[] = "\t\t\t";

	if (method_takes_dry_run(m)) {
		add_member(b, indent, "dry_run", true, NULL);
		buf_puts(b, "boolean;\n");
	}
	if (method_takes_key(m)) {
		add_member(b, indent, "idempotency_key", true, NULL);
		buf_puts(b, "string;\n");
	}
	if (m->versioned) {
		add_member(b, indent, "if_version", true, NULL);
		buf_puts(b, "number;\n");
	}
}

static void
add_reasons(struct buf *b, const struct method *m)
{
	const char *bar = "";

	for (int e = E_none + 1; e < ERR_COUNT; e++) {
		if (!method_raises(m, (enum err)e))
			continue;
		buf_printf(b, "%s\"%s\"", bar, err_info((enum err)e)->reason);
		bar = " | ";
	}
}

static void
add_method(struct buf *b, const struct method *m)
{
	buf_printf(b, "\t/** %s */\n\t\"%s\": {\n\t\tparams: {\n",
	    m->summary, m->name);
	fields(b, m->in, "\t\t\t");
	add_beside(b, m);
	buf_puts(b, "\t\t};\n\t\tresult: ");
	add_title(b, m->out->name);
	buf_puts(b, ";\n\t\treason: ");
	add_reasons(b, m);
	buf_puts(b, ";\n\t};\n");
}

struct seen {
	struct buf *b;
	const struct record *at[1024];
	size_t n;
};

static void
add_record(const struct record *r, void *arg)
{
	struct seen *s = arg;

	for (size_t i = 0; i < s->n; i++)
		if (s->at[i] == r)
			return;
	assert(s->n < countof(s->at));
	s->at[s->n++] = r;
	buf_puts(s->b, "export interface ");
	add_title(s->b, r->name);
	buf_puts(s->b, " {\n");
	fields(s->b, r, "\t");
	buf_puts(s->b, "}\n\n");
}

void
rpc_types(struct buf *b, const struct rpc *rpc)
{
	struct seen *s = arena_new(b->arena, struct seen);

	s->b = b;
	buf_printf(b, "// The contract of tenantry %s, as `tenantry print types` "
	    "says it.\n\n", rpc->version);
	for (size_t i = 0; i < method_count; i++) {
		add_record(methods[i]->out, s);
		json_schema_walk(methods[i]->out, add_record, s);
		json_schema_walk(methods[i]->in, add_record, s);
	}
	buf_puts(b, "/** Every method: what it takes, what it answers, which refusals "
	    "it has. */\nexport interface Methods {\n");
	for (size_t i = 0; i < method_count; i++)
		add_method(b, methods[i]);
	buf_puts(b, "}\n");
}
