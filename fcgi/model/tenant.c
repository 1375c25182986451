/* SPDX-License-Identifier: MIT */
#include "model/tenant.h"

#include "model/caller.h"
#include "model/kind.h"
#include "model/service.h"

#include <string.h>

RECORD_TABLE(tenant_row, TENANT_ROW);

enum level
tenant_level(const struct tenant_row *t)
{
	return level_of(t->kind);
}

bool
tenant_get(struct call *c, struct id id, struct tenant_row *out)
{
	return db_one(c->db, SQL_tenant_by_id, ARGS(ARG(id, id)), tenant_row,
	    out);
}

bool
tenant_find(struct call *c, const char *slug, struct tenant_row *out, bool *found)
{
	return db_opt(c->db, SQL_tenant_by_slug, ARGS(ARG(slug, slug)),
	    tenant_row, out, found);
}

bool
tenant_by_slug(struct call *c, const char *slug, struct tenant_row *out)
{
	bool found;

	if (!tenant_find(c, slug, out, &found))
		return false;
	if (!found || strcmp(out->status, "deleted") == 0)
		return fail(&c->ctx, E_unknown_host, "nobody's");
	return true;
}

bool
tenant_of_host(struct call *c, struct tenant_row *out)
{
	const char *scope = c->request->scope;

	if (strcmp(scope, "admin") == 0)
		return tenant_get(c, platform_id, out);
	if (strcmp(scope, "slug") != 0)
		return fail(&c->ctx, E_unknown_host, "scope %s", scope);
	return tenant_by_slug(c, c->request->slug, out);
}

void
tenant_forward(struct rpc *rpc, const struct request *q, struct reply *r)
{
	struct call c = {.db = rpc->db, .request = q, .config = rpc->config};
	struct tenant_row t;

	ctx_init(&c.ctx, rpc->arena, q->request_id);
	db_use(rpc->db, &c.ctx);
	buf_init(&r->body, rpc->arena);
	r->content_type = NULL;
	if (tenant_of_host(&c, &t))
		r->status = 204;
	else
		r->status = c.ctx.err.code == E_unknown_host ? 403 : 503;
}

/* The very row that was read with the caller. */
static bool
is_row_of_caller(const struct call *c, const struct tenant_row *t)
{
	return c->who != NULL && c->who->row != NULL && t->config != NULL &&
	    t->config == c->who->row->config;
}

void
tenant_settings(struct call *c, const struct tenant_row *t,
		struct settings *out)
{
	if (is_row_of_caller(c, t)) {
		*out = c->who->settings;
		return;
	}
	switch (tenant_level(t)) {
	case LEVEL_platform:
		settings_resolve(&c->ctx, NULL, NULL, t->config, out);
		return;
	case LEVEL_msp:
		settings_resolve(&c->ctx, NULL, t->config, t->platform_config,
		    out);
		return;
	case LEVEL_tenant:
		settings_resolve(&c->ctx, t->config, t->msp_config,
		    t->platform_config, out);
		return;
	}
	unreachable();
}

bool
tenant_is_open(struct call *c, const struct tenant_row *t)
{
	if (strcmp(t->status, "active") == 0 &&
	    (t->msp_status == NULL || strcmp(t->msp_status, "active") == 0))
		return true;
	return fail(&c->ctx, E_tenant_suspended, "%s", t->status);
}

bool
tenant_touch(struct call *c, struct id id)
{
	return db_exec(c->db, SQL_tenant_touch, ARGS(ARG(id, id)), NULL);
}

bool
tenant_add_users(struct call *c, struct id id, int64_t n)
{
	return db_exec(c->db, SQL_tenant_add_users, ARGS(ARG(id, id), ARG(n, n)),
	    NULL);
}

const char *
tenant_sign_in_host(struct call *c, const struct tenant_row *t, struct id *out_id)
{
	struct settings s;

	if (tenant_level(t) != LEVEL_tenant) {
		*out_id = platform_id;
		return service_host(c, NULL);
	}
	tenant_settings(c, t, &s);
	if (setting_is(&s, SETTING_link_host, "msp")) {
		*out_id = t->msp_id;
		return service_host(c, t->msp_slug);
	}
	*out_id = t->id;
	return service_host(c, t->slug);
}
