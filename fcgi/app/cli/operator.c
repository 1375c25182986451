/* SPDX-License-Identifier: MIT */
#include "app/cli/operator.h"

#include "app/hooks.h"
#include "base/log.h"

#include <assert.h>
#include <unistd.h>

void
operator_open(struct operator *o, struct arena *a, const struct app *app,
	      const struct db_config *db)
{
	/* On a terminal the answer says it; what went wrong is still logged. */
	if (*app->options.log_file == '\0' && log_is(LOG_INFO_) &&
	    !log_is(LOG_DEBUG_))
		log_level(LOG_WARN_);
	*o = (struct operator){
		.rpc = {
			.hooks = hooks_open(NULL, NULL), .db = db_open(db),
			.arena = a, .config = &app->service,
			.version = app->service.version,
		},
		.request = {
			.method = "POST", .path = "/rpc", .query = "",
			.request_id = arena_printf(a, "cli-%d", (int)getpid()),
			.content_length = -1, .scope = SCOPE_OPERATOR,
			.slug = "", .host = "",
		},
	};
}

void
operator_close(struct operator *o)
{
	db_close(o->rpc.db);
}

void
operator_call(struct operator *o, struct call *c)
{
	*c = (struct call){
		.db = o->rpc.db, .request = &o->request,
		.config = o->rpc.config, .if_version = INT_ABSENT,
	};
	ctx_init(&c->ctx, o->rpc.arena, o->request.request_id);
	db_use(c->db, &c->ctx);
}

bool
operator_ask(struct operator *o, struct ctx *c, const char *method,
	     const struct json *params, const struct json **out)
{
	struct call call = {0};
	struct buf result;
	const struct method *m = method_find(method);

	assert(m != NULL);
	return rpc_call(&o->rpc, &o->request, &call, m, params, NULL, NULL,
	    &result, &c->err) &&
	    json_parse(c, buf_bytes(&result), &json_trusted, out);
}
