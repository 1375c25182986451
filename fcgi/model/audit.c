/* SPDX-License-Identifier: MIT */
#include "model/audit.h"

#include "model/caller.h"

#include <string.h>

RECORD_TABLE(audit_actor, AUDIT_ACTOR);
RECORD_TABLE(audit_event, AUDIT_EVENT);

#define MOST_TEXT	200
#define MOST_ITEMS	20

static struct json *abridged(struct arena *, const struct record *,
			     const struct json *);

/* An event cannot be changed, so it must not hold what a person may have erased: people
 * stand in it by their ids alone. */
static bool
is_personal(const struct field *f, const char *name)
{
	static const char *const names[] = {"email", "first_name", "last_name",
	    "communication_email", "query", "to"};

	if (f != NULL && f->format == FORMAT_email)
		return true;
	for (size_t i = 0; name != NULL && i < countof(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* That it was given, or that there was none, may be told. */
static struct json *
masked(struct arena *a, const struct json *v)
{
	struct json *list;

	if (v->type == JSON_NULL || (v->type == JSON_STRING && *v->text == '\0'))
		return json_copy(a, v);
	if (v->type != JSON_LIST)
		return json_string(a, "(personal)");
	list = json_new(a, JSON_LIST);
	for (const struct json *x = v->first; x != NULL; x = x->next)
		json_append(list, masked(a, x));
	return list;
}

static struct json *
masked_changes(struct arena *a, const struct json *changes)
{
	struct json *out = json_new(a, JSON_OBJECT);

	for (const struct json *x = changes->first; x != NULL; x = x->next)
		json_set(a, out, x->name, is_personal(NULL, x->name) ?
		    masked(a, x) : json_copy(a, x));
	return out;
}

/* A long list is told by its length, a long text by its beginning. */
static struct json *
abridged_value(struct arena *a, const struct field *f, const struct json *v)
{
	struct json *list;

	if (f != NULL && f->secret)
		return json_string(a, "***");
	if (is_personal(f, v->name))
		return masked(a, v);
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
		json_write(&b, masked_changes(call_arena(c),
		    c->audit_changes));
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

/* A person's name is looked up when the event is read; of a stranger there is only what
 * was typed. */
static const char *
actor_name(const struct call *c, struct id actor)
{
	const char *name = c->who == NULL ? c->audit_actor_name : c->who->name;

	return name == NULL || (!id_is_null(actor) &&
	    id_kind(actor) == KIND_user) ? "" : name;
}

bool
audit_call(struct call *c, const struct error *err)
{
	struct id tenant = c->audit_tenant;
	struct id actor = c->who == NULL ? c->audit_actor : c->who->id;
	const char *action = c->audit_action == NULL ? c->method->name :
	    c->audit_action;

	if (id_is_null(tenant))
		tenant = c->who == NULL ? platform_id : c->who->tenant_id;
	return db_exec(c->db, SQL_audit_insert, ARGS(
	    ARG(tenant_id, tenant), ARG(id, id_make(KIND_audit)),
	    TIME(at, c->ctx.now), ARG(actor_kind, actor_kind(c)),
	    ARG(actor_id, actor), ARG(actor_name, actor_name(c, actor)),
	    ARG(action, action), ARG(target_id, c->audit_target),
	    ARG(refusal, err == NULL ? NULL : err_info(err->code)->reason),
	    ARG(ip, c->request->ip == NULL ? "" : c->request->ip),
	    ARG(request_id, c->ctx.request_id),
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

/* ---- reading ---- */

#define AUDIT_ROW(F, T)							\
	F(T, id,   id)							\
	F(T, time, at)							\
	F(T, str,  actor_kind)						\
	F(T, id,   actor_id)						\
	F(T, str,  actor_name)						\
	F(T, id,   tenant_id)						\
	F(T, str,  action)						\
	F(T, id,   target_id)						\
	F(T, str,  refusal)						\
	F(T, str,  ip)							\
	F(T, str,  request_id)						\
	F(T, str,  changes)
RECORD(audit_row, AUDIT_ROW);

struct audit_rows {
	const struct audit_row *at;
	size_t n;
};

/* Ids sort by the time when they were made, which is that of the call or a little
 * later; clocks of several machines differ. */
#define SLACK_SECONDS	3600

/* The lowest id of a second. */
static struct bytes
id_bound(struct arena *a, int64_t seconds)
{
	unsigned char *b = arena_alloc(a, sizeof(struct id));
	int64_t ms = seconds < 0 ? 0 : seconds * 1000;

	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(ms >> (40 - 8 * i));
	return (struct bytes){b, sizeof(struct id)};
}

static struct bytes
lower_of(struct bytes x, struct bytes y)
{
	return memcmp(x.p, y.p, x.n) < 0 ? x : y;
}

static const struct json *
parsed(struct call *c, const char *text)
{
	const struct json *v;
	struct ctx ctx;

	ctx_init(&ctx, call_arena(c), c->ctx.request_id);
	return json_parse(&ctx, (struct bytes){(const unsigned char *)text,
	    strlen(text)}, &json_trusted, &v) ? v :
	    json_new(call_arena(c), JSON_OBJECT);
}

static void
event_of(struct call *c, const struct audit_row *r, struct audit_event *out)
{
	struct audit_actor *actor = arena_new(call_arena(c),
	    struct audit_actor);

	*actor = (struct audit_actor){r->actor_kind, r->actor_id, r->actor_name};
	*out = (struct audit_event){
		.id = r->id, .at = r->at, .actor = actor,
		.tenant_id = r->tenant_id, .action = r->action,
		.target_id = r->target_id, .refusal = r->refusal,
		.ip = r->ip, .request_id = r->request_id,
		.changes = parsed(c, r->changes),
	};
}

bool
audit_list(struct call *c, struct id tenant, const struct audit_filter *f,
	   const struct page *p, struct audit_events *out)
{
	struct arena *a = call_arena(c);
	struct bytes before = p->from, behind = id_bound(a, 0);
	struct audit_event *events;
	struct audit_rows rows;

	if (f->to != INT_ABSENT)
		before = lower_of(before, id_bound(a, f->to + SLACK_SECONDS));
	if (f->from != INT_ABSENT)
		behind = id_bound(a, f->from - SLACK_SECONDS);
	if (!db_all(c->db, SQL_audit_list, ARGS(ARG(tenant_id, tenant),
	    ARG(before, before), ARG(behind, behind),
	    ARG(actor_id, f->actor_id), ARG(target_id, f->target_id),
	    ARG(action, f->action), TIME(from, f->from), TIME(to, f->to),
	    ARG(limit, p->fetch)), audit_row, &rows))
		return false;
	events = arena_array(a, rows.n, sizeof(*events));
	for (size_t i = 0; i < rows.n; i++)
		event_of(c, &rows.at[i], &events[i]);
	out->at = events;
	out->n = rows.n;
	return true;
}
