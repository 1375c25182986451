/* SPDX-License-Identifier: MIT */
#include "model/forward.h"

#include "model/credential.h"

static bool
may_pass(struct call *c, const char *permission)
{
	return permission == NULL ||
	    perms_has_name(&c->who->own, permission) ||
	    perms_has_name(&c->who->held, permission) ||
	    fail(&c->ctx, E_permission_denied, "%s lacks it", c->who->name);
}

static const char *
joined(struct arena *a, struct strs s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ",", s.at[i]);
	return buf_text(&b);
}

static void
introduce(struct call *c, struct reply *r)
{
	const struct caller *who = c->who;
	struct arena *a = call_arena(c);
	const char *slug = who->tenant_slug;

	reply_header(r, "X-Tenant-Id", id_format(a, who->tenant_id));
	reply_header(r, "X-Tenant-Slug", slug == NULL ? "" : slug);
	reply_header(r, "X-User-Id", id_format(a, who->id));
	if (who->kind == CALLER_user) {
		reply_header(r, "X-User-Email", who->name);
		reply_header(r, "X-Role", who->role_name);
		reply_header(r, "X-Session-Id", id_format(a, who->session_id));
	}
	reply_header(r, "X-Permissions", joined(a, perms_names(a, &who->held)));
}

static int
forward_status(enum err e)
{
	if (e == E_permission_denied)
		return 403;
	return e == E_busy || e == E_internal ? 503 : 401;
}

void
forward_serve(struct rpc *rpc, const struct request *q, struct reply *r)
{
	static const struct method forward = {.name = "GET /auth"};
	struct call c = {
		.db = rpc->db, .request = q, .config = rpc->config,
		.method = &forward,
	};

	ctx_init(&c.ctx, rpc->arena, q->request_id);
	db_use(rpc->db, &c.ctx);
	buf_init(&r->body, rpc->arena);
	r->content_type = NULL;
	if (credential_visit(&c) && caller_is_complete(&c) && may_pass(&c,
	    request_query(rpc->arena, q, "permission"))) {
		r->status = 204;
		introduce(&c, r);
	} else {
		r->status = forward_status(c.ctx.err.code);
	}
}
