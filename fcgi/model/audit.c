/* SPDX-License-Identifier: MIT */
#include "model/audit.h"

#include "model/caller.h"

#include <string.h>

#define MOST_TEXT	200
#define MOST_ITEMS	20

static struct json *abridged(struct arena *, const struct record *,
			     const struct json *);

/* A long list is told by its length, a long text by its beginning. */
static struct json *
abridged_value(struct arena *a, const struct field *f, const struct json *v)
{
	struct json *list;

	if (f != NULL && f->secret)
		return json_string(a, "***");
	if (v->type == JSON_STRING && strlen(v->text) > MOST_TEXT)
		return json_string(a, "(long)");
	if (v->type == JSON_LIST && v->count > MOST_ITEMS)
		return json_string(a, arena_printf(a, "(%zu items)", v->count));
	if (v->type == JSON_LIST) {
		list = json_new(a, JSON_LIST);
		for (const struct json *x = v->first; x != NULL; x = x->next)
			json_append(list, abridged_value(a, f, x));
		return list;
	}
	if (v->type == JSON_OBJECT)
		return abridged(a, f == NULL ? NULL : f->of, v);
	return json_copy(a, v);
}

static struct json *
abridged(struct arena *a, const struct record *r, const struct json *v)
{
	struct json *out = json_new(a, JSON_OBJECT);

	for (const struct json *x = v->first; x != NULL; x = x->next)
		json_set(a, out, x->name, abridged_value(a, r == NULL ? NULL :
		    record_field(r, x->name), x));
	return out;
}

static const char *
changes_of(struct call *c)
{
	struct buf b;

	buf_init(&b, call_arena(c));
	if (c->audit_changes != NULL)
		json_write(&b, c->audit_changes);
	else if (c->params != NULL)
		json_write(&b, abridged(call_arena(c), c->method->in, c->params));
	else
		buf_puts(&b, "{}");
	return buf_text(&b);
}

static const char *
actor_kind(const struct call *c)
{
	static const char *const kinds[] = {"user", "api_key", "operator"};

	return c->who == NULL ? "user" : kinds[c->who->kind];
}

bool
audit_call(struct call *c, const struct error *err)
{
	struct id tenant = c->audit_tenant;
	struct id actor = c->who == NULL ? c->audit_actor : c->who->id;
	const char *name = c->who == NULL ? c->audit_actor_name : c->who->name;
	const char *action = c->audit_action == NULL ? c->method->name :
	    c->audit_action;

	if (id_is_null(tenant))
		tenant = c->who == NULL ? platform_id : c->who->tenant_id;
	return db_exec(c->db, SQL_audit_insert, ARGS(
	    ARG(tenant_id, tenant), ARG(id, id_make(KIND_audit)),
	    TIME(at, c->ctx.now), ARG(actor_kind, actor_kind(c)),
	    ARG(actor_id, actor), ARG(actor_name, name == NULL ? "" : name),
	    ARG(action, action), ARG(target_id, c->audit_target),
	    ARG(refusal, err == NULL ? NULL : err_info(err->code)->reason),
	    ARG(ip, c->request->ip), ARG(request_id, c->ctx.request_id),
	    ARG(changes, changes_of(c))), NULL);
}

bool
audit_system(struct call *c, struct id tenant, struct id target,
	     const char *action, const char *changes)
{
	return db_exec(c->db, SQL_audit_insert, ARGS(
	    ARG(tenant_id, tenant), ARG(id, id_make(KIND_audit)),
	    TIME(at, c->ctx.now), ARG(actor_kind, "system"),
	    ARG(actor_id, (struct id){{0}}), ARG(actor_name, "tenantry"),
	    ARG(action, action), ARG(target_id, target),
	    ARG(refusal, (const char *)NULL), ARG(ip, ""),
	    ARG(request_id, c->ctx.request_id), ARG(changes, changes)), NULL);
}
