/* SPDX-License-Identifier: MIT */
#include "model/origin.h"

#include "model/caller.h"

#include <string.h>

static bool
is_elsewhere(struct arena *a, const struct request *q)
{
	return q->origin != NULL &&
	    strcmp(q->origin, arena_printf(a, "https://%s", q->host)) != 0;
}

static bool
lists(struct arena *a, const struct settings *s, const char *origin)
{
	struct strs all = setting_strs(a, s, SETTING_allowed_origins);

	for (size_t i = 0; i < all.n; i++)
		if (strcmp(all.at[i], origin) == 0)
			return true;
	return false;
}

/* A question before the call carries no credentials. */
static bool
somebody_lists(struct call *c, const char *origin)
{
	int64_t n;

	return db_int(c->db, SQL_tenant_lists_origin, ARGS(ARG(origin, origin)),
	    &n) && n > 0;
}

static bool
host_lists(struct call *c, const char *origin)
{
	struct tenant_row host;
	struct settings s;

	if (!tenant_of_host(c, &host))
		return false;
	tenant_settings(c, &host, &s);
	return lists(call_arena(c), &s, origin);
}

static bool
may_read(struct rpc *rpc, const struct request *q)
{
	struct call c = {.db = rpc->db, .request = q, .config = rpc->config};
	const struct caller *who;

	if (!is_elsewhere(rpc->arena, q))
		return false;
	ctx_init(&c.ctx, rpc->arena, q->request_id);
	db_use(rpc->db, &c.ctx);
	if (strcmp(q->scope, "api") != 0)
		return host_lists(&c, q->origin);
	who = caller_find(rpc, q);
	db_use(rpc->db, &c.ctx);
	return who == NULL ? somebody_lists(&c, q->origin) :
	    lists(rpc->arena, &who->settings, q->origin);
}

void
origin_allow(struct rpc *rpc, const struct request *q, struct reply *r)
{
	reply_header(r, "Vary", "Origin");
	if (!may_read(rpc, q))
		return;
	reply_header(r, "Access-Control-Allow-Origin", q->origin);
	reply_header(r, "Access-Control-Expose-Headers",
	    "Link, Retry-After, X-Request-Id, X-Total-Count");
}

bool
origin_preflight(struct rpc *rpc, const struct request *q, const char *allow,
		 struct reply *r)
{
	if (strcmp(q->method, "OPTIONS") != 0 || !may_read(rpc, q))
		return false;
	r->status = 204;
	buf_init(&r->body, rpc->arena);
	reply_header(r, "Vary", "Origin");
	reply_header(r, "Access-Control-Allow-Origin", q->origin);
	reply_header(r, "Access-Control-Allow-Methods", allow);
	reply_header(r, "Access-Control-Allow-Headers", "Authorization, "
	    "Content-Type, Accept-Language, Idempotency-Key, If-Match");
	reply_header(r, "Access-Control-Max-Age", "600");
	return true;
}
