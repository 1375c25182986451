/* SPDX-License-Identifier: MIT */
/*
 * envelope — JSON-RPC 2.0 around the calls: versions, ids, batches.
 */
#include "rpc/rpc.h"

#include "base/catalog.h"

#include <string.h>

#define MOST_BATCH	50
#define MOST_ID		128
#define USUAL_REPLY	4000		/* bytes; most are shorter */

struct envelope {
	const char *method;
	const struct json *params;
	const struct json *id;	/* NULL: a notification */
};

static bool
is_id(const struct json *id)
{
	switch (id->type) {
	case JSON_NULL:
	case JSON_NUMBER:
		return true;
	case JSON_STRING:
		return strlen(id->text) <= MOST_ID;
	case JSON_BOOL:
	case JSON_LIST:
	case JSON_OBJECT:
		return false;
	}
	unreachable();
}

/* NULL if it is a request; else what is wrong with it.  out->id is right even
 * then if an id could be told. */
static const char *
open_envelope(const struct json *v, struct envelope *out)
{
	const struct json *version = json_get(v, "jsonrpc");
	const struct json *method = json_get(v, "method");
	const struct json *id = json_get(v, "id");

	*out = (struct envelope){0};
	if (v->type != JSON_OBJECT)
		return LATER("a request is an object");
	if (id != NULL && !is_id(id))
		return LATER("id: must be a string of at most 128 bytes, a "
		    "number or null");
	out->id = id;
	if (version == NULL || version->type != JSON_STRING ||
	    strcmp(version->text, "2.0") != 0)
		return LATER("jsonrpc: must be \"2.0\"");
	if (method == NULL || method->type != JSON_STRING)
		return LATER("method: must be a string");
	out->method = method->text;
	out->params = json_get(v, "params");
	if (out->params != NULL && out->params->type != JSON_OBJECT &&
	    out->params->type != JSON_LIST)
		return LATER("params: must be an object");
	return NULL;
}

static void
write_id(struct buf *b, const struct json *id)
{
	buf_puts(b, ",\"id\":");
	if (id == NULL)
		buf_puts(b, "null");
	else
		json_write(b, id);
	buf_putc(b, '}');
}

static void
write_error(struct buf *b, const struct ctx *ctx, const struct error *e,
	    const struct json *id)
{
	buf_puts(b, "{\"jsonrpc\":\"2.0\",\"error\":");
	rpc_error(b, ctx, e);
	write_id(b, id);
}

static void
set_cookies(struct reply *r, const struct call *c)
{
	if (c->set_cookie != NULL)
		reply_header(r, "Set-Cookie", c->set_cookie);
	if (c->set_cookie2 != NULL)
		reply_header(r, "Set-Cookie", c->set_cookie2);
}

/* One request of the body.  True if it left an answer in b. */
static bool
serve_one(struct rpc *rpc, const struct request *q, const struct json *v,
	  bool in_batch, struct reply *r, struct buf *b)
{
	struct call c = {.in_batch = in_batch};
	struct error e = {0};
	struct envelope env;
	const char *wrong = open_envelope(v, &env);
	const struct method *m;
	struct buf out;

	rpc_ctx(&c.ctx, rpc, q);
	if (wrong != NULL) {
		e.code = E_invalid_request;
		e.message = wrong;
		write_error(b, &c.ctx, &e, env.id);
		return true;
	}
	m = method_find(env.method);
	if (m == NULL)
		e.code = E_method_not_found;
	else if (rpc_call(rpc, q, &c, m, env.params, NULL, NULL, &out, &e))
		set_cookies(r, &c);
	if (env.id == NULL)
		return false;
	if (e.code != E_none) {
		write_error(b, &c.ctx, &e, env.id);
		return true;
	}
	buf_puts(b, "{\"jsonrpc\":\"2.0\",\"result\":");
	buf_add(b, out.p, out.n);
	write_id(b, env.id);
	return true;
}

static bool
serve_batch(struct rpc *rpc, const struct request *q, const struct json *list,
	    struct reply *r, struct buf *b)
{
	bool any = false;

	rpc->hooks->batched(list->count);
	buf_putc(b, '[');
	for (const struct json *v = list->first; v != NULL; v = v->next) {
		size_t before = b->n;

		if (any)
			buf_putc(b, ',');
		if (serve_one(rpc, q, v, true, r, b))
			any = true;
		else
			b->n = before;
	}
	buf_putc(b, ']');
	return any;
}

static bool
serve_body(struct rpc *rpc, const struct request *q, struct bytes body,
	   bool trusted, struct reply *r, struct buf *b)
{
	const struct json *v;
	struct error e = {0};
	struct ctx ctx;

	rpc_ctx(&ctx, rpc, q);
	if (!json_parse(&ctx, body, trusted ? &json_trusted : &json_strict, &v)) {
		err_take(&ctx, &e);
		write_error(b, &ctx, &e, NULL);
		return true;
	}
	if (v->type != JSON_LIST)
		return serve_one(rpc, q, v, false, r, b);
	if (v->count == 0 || v->count > MOST_BATCH) {
		e.code = E_invalid_request;
		e.message = LATER("a batch holds 1 to 50 requests");
		write_error(b, &ctx, &e, NULL);
		return true;
	}
	return serve_batch(rpc, q, v, r, b);
}

void
rpc_serve(struct rpc *rpc, const struct request *q, struct bytes body,
	  bool trusted, struct reply *r)
{
	buf_init(&r->body, rpc->arena);
	buf_grow(&r->body, USUAL_REPLY);
	if (serve_body(rpc, q, body, trusted, r, &r->body)) {
		r->status = 200;
		r->content_type = "application/json; charset=utf-8";
	} else {
		r->status = 204;
		r->content_type = NULL;
		r->body.n = 0;
	}
}
