/* SPDX-License-Identifier: MIT */
#include "model/template.h"

#include "base/utf8.h"
#include "model/role.h"

#include <string.h>

RECORD_TABLE(template_role, TEMPLATE_ROLE);
RECORD_TABLE(template, TEMPLATE);
RECORD_TABLE(template_row, TEMPLATE_ROW);

/* ---- which there are ---- */

static bool
is_usable(const struct template_row *t, struct id owner)
{
	return id_is_null(t->tenant_id) || id_equal(t->tenant_id, owner) ||
	    id_equal(t->tenant_id, platform_id);
}

bool
template_find(struct call *c, struct id owner, struct id id, const char *field,
	      struct template_row *out)
{
	struct template_row t;
	bool found;

	if (!db_opt(c->db, SQL_template_locked, ARGS(ARG(id, id)), template_row,
	    &t, &found))
		return false;
	if (!found || !is_usable(&t, owner))
		return fail_field(&c->ctx, E_not_found, field,
		    "no such template");
	*out = t;
	return true;
}

bool
template_target(struct call *c, struct id id, struct template_row *out)
{
	struct template_row t;

	if (!template_find(c, c->who->tenant_id, id, "template_id", &t))
		return false;
	if (!id_equal(t.tenant_id, c->who->tenant_id))
		return fail(&c->ctx, E_permission_denied, "%s is not hers",
		    t.name);
	*out = t;
	return true;
}

bool
template_list(struct call *c, struct id owner, const struct page *p,
	      struct template_rows *out, int64_t *total)
{
	*total = INT_ABSENT;
	return db_all(c->db, SQL_template_list, ARGS(ARG(tenant_id, owner),
	    ARG(after, p->from), ARG(limit, p->fetch),
	    ARG(offset, p->offset)), template_row, out) &&
	    (p->by_cursor || db_int(c->db, SQL_template_count, ARGS(
	    ARG(tenant_id, owner)), total));
}

/* ---- its JSON ---- */

static const struct json *
parsed(struct call *c, const char *text)
{
	const struct json *v;
	struct ctx ctx;

	ctx_init(&ctx, call_arena(c), c->ctx.request_id);
	return json_parse(&ctx, (struct bytes){(const unsigned char *)text,
	    strlen(text)}, &json_trusted, &v) ? v : NULL;
}

struct template_roles
template_roles_of(struct call *c, const struct template_row *t)
{
	const struct json *list = parsed(c, t->roles);
	struct template_role *at;
	struct ctx ctx;
	size_t n = 0;

	if (list == NULL || list->type != JSON_LIST)
		return (struct template_roles){NULL, 0};
	ctx_init(&ctx, call_arena(c), c->ctx.request_id);
	at = arena_array(call_arena(c), list->count, sizeof(*at));
	for (const struct json *v = list->first; v != NULL; v = v->next)
		json_decode(&ctx, &record_template_role, v, "", &at[n++]);
	return (struct template_roles){at, n};
}

const char *
template_roles_write(struct call *c, const struct template_roles *roles)
{
	struct buf b;

	buf_init(&b, call_arena(c));
	buf_putc(&b, '[');
	for (size_t i = 0; i < roles->n; i++) {
		if (i > 0)
			buf_putc(&b, ',');
		json_encode(&b, &record_template_role, &roles->at[i]);
	}
	buf_putc(&b, ']');
	return buf_text(&b);
}

struct strs
template_role_names(struct call *c, const struct template_row *t)
{
	struct template_roles roles = template_roles_of(c, t);
	const char **names = arena_array(call_arena(c), roles.n, sizeof(*names));

	for (size_t i = 0; i < roles.n; i++)
		names[i] = roles.at[i].name;
	return (struct strs){names, roles.n};
}

void
template_object(struct call *c, const struct template_row *t,
		struct template *out)
{
	struct template_roles roles = template_roles_of(c, t);

	*out = (struct template){
		.id = t->id, .name = t->name,
		.package_type_id = t->package_type_id,
		.config = parsed(c, t->config), .version = t->version,
		.roles = {roles.at, roles.n},
	};
}

/* ---- what is right ---- */

static bool
is_builtin_name(const char *name)
{
	return strcmp(name, "admin") == 0 || strcmp(name, "member") == 0;
}

static bool
stands_before(const struct template_roles *roles, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(roles->at[k].name, roles->at[i].name) == 0)
			return true;
	return false;
}

static bool
check_roles(struct call *c, const struct tenant_row *owner,
	    const struct template_roles *roles)
{
	for (size_t i = 0; i < roles->n; i++) {
		const char *path = arena_printf(call_arena(c), "roles[%zu]", i);

		if (is_builtin_name(roles->at[i].name) ||
		    stands_before(roles, i))
			fault_add(&c->ctx, arena_printf(call_arena(c),
			    "%s.name", path), "taken",
			    "is the name of another role");
		if (!role_may_grant(c, owner, roles->at[i].permissions,
		    arena_printf(call_arena(c), "%s.permissions", path)))
			return false;
	}
	return true;
}

struct tenant_row
template_tenant(const struct tenant_row *owner)
{
	struct tenant_row t = {
		.kind = level_name(LEVEL_tenant), .seats = INT_ABSENT,
		.platform_config = owner->platform_config,
	};

	if (tenant_level(owner) == LEVEL_msp) {
		t.msp_id = owner->id;
		t.msp_config = owner->config;
	}
	return t;
}

bool
template_check(struct call *c, const struct tenant_row *owner,
	       const struct json *config, const struct template_roles *roles,
	       const char **out_config)
{
	struct tenant_row t = template_tenant(owner);
	const char **names = arena_array(call_arena(c), roles->n, sizeof(*names));

	if (!check_roles(c, owner, roles))
		return false;
	for (size_t i = 0; i < roles->n; i++)
		names[i] = roles->at[i].name;
	*out_config = config == NULL ? "{}" : settings_merge(&c->ctx,
	    LEVEL_tenant, NULL, config, "config");
	return tenant_check_config(c, &t, *out_config,
	    (struct strs){names, roles->n}, "config") && fail_faults(&c->ctx);
}

/* ---- changes ---- */

static bool
check_name(struct call *c, const struct template_row *t)
{
	int64_t taken;

	if (!db_int(c->db, SQL_template_name_taken, ARGS(
	    ARG(tenant_id, t->tenant_id), ARG(id, t->id),
	    ARG(name_key, utf8_fold(call_arena(c), t->name))), &taken))
		return false;
	return taken == 0 || fail_field(&c->ctx, E_name_taken, "name",
	    "another template has it");
}

bool
template_insert(struct call *c, const struct template_row *t)
{
	return check_name(c, t) && db_exec(c->db, SQL_template_insert, ARGS(
	    ARG(id, t->id), ARG(tenant_id, t->tenant_id), ARG(name, t->name),
	    ARG(name_key, utf8_fold(call_arena(c), t->name)),
	    ARG(package_type_id, t->package_type_id), ARG(config, t->config),
	    ARG(roles, t->roles), TIME(now, t->created_at)), NULL);
}

bool
template_update(struct call *c, const struct template_row *t)
{
	return check_name(c, t) && db_exec(c->db, SQL_template_update, ARGS(
	    ARG(id, t->id), ARG(tenant_id, t->tenant_id), ARG(name, t->name),
	    ARG(name_key, utf8_fold(call_arena(c), t->name)),
	    ARG(package_type_id, t->package_type_id), ARG(config, t->config),
	    ARG(roles, t->roles)), NULL);
}

bool
template_delete(struct call *c, const struct template_row *t)
{
	return db_exec(c->db, SQL_template_delete, ARGS(ARG(id, t->id),
	    ARG(tenant_id, t->tenant_id)), NULL);
}

/* ---- applied ---- */

static const char *
or(const char *text, const char *otherwise)
{
	return text == NULL ? otherwise : text;
}

bool
template_make_roles(struct call *c, const struct template_row *t,
		    struct id tenant)
{
	struct template_roles roles = template_roles_of(c, t);
	struct arena *a = call_arena(c);

	for (size_t i = 0; i < roles.n; i++) {
		const struct template_role *r = &roles.at[i];

		if (!db_exec(c->db, SQL_role_insert, ARGS(
		    ARG(id, id_make(KIND_role)), ARG(tenant_id, tenant),
		    ARG(level, level_name(LEVEL_tenant)), ARG(name, r->name),
		    ARG(title, or(r->title, r->name)),
		    ARG(description, or(r->description, "")),
		    ARG(permissions, strs_write(a, r->permissions)),
		    ARG(can_assign, strs_write(a, r->can_assign)),
		    TIME(now, c->ctx.now)), NULL))
			return false;
	}
	return true;
}
