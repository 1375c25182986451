/* SPDX-License-Identifier: MIT */
/*
 * rest — the same methods as resources: a route is one line of a declaration.
 *
 * Path and query become members of the parameters, a body becomes the parameters
 * or the member that .rest_body names; the answer is the result without its frame,
 * with the members that are declared .rest; errors are problem details (RFC 9457).
 */
#include "rpc/rpc.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define ROOT	"/v1/"

struct view {
	struct reply *reply;
	const struct request *request;
	int64_t limit, offset;
};

/* ---- routes ---- */

/* Takes one segment of the path against one of the template; a {name} becomes a
 * member of PARAMS. */
static bool
take_segment(struct arena *a, const char **t, const char **p,
	     struct json *params)
{
	size_t nt = strcspn(*t, "/"), np = strcspn(*p, "/");
	const char *template = *t, *path = *p;

	*t += nt;
	*p += np;
	if (template[0] != '{')
		return nt == np && memcmp(template, path, nt) == 0;
	if (np == 0)
		return false;
	if (params != NULL)
		json_set(a, params, arena_memdup(a, template + 1, nt - 2),
		    json_string(a, arena_memdup(a, path, np)));
	return true;
}

static bool
path_matches(struct arena *a, const char *template, const char *path,
	     struct json *params)
{
	for (;;) {
		if (!take_segment(a, &template, &path, params))
			return false;
		if (*template == '\0' || *path == '\0')
			return *template == *path;
		template++;
		path++;
	}
}

/* {a,b} stands before {id}: a literal route wins, so the best match has the fewest
 * names. */
static const struct method *
find_route(struct arena *a, const struct request *q, bool *path_known)
{
	const struct method *best = NULL;

	for (size_t i = 0; i < method_count; i++) {
		const struct method *m = methods[i];
		const char *path = m->rest == NULL ? NULL :
		    strchr(m->rest, ' ') + 1;

		if (path == NULL || !path_matches(a, path, q->path, NULL))
			continue;
		*path_known = true;
		if (strlen(q->method) != (size_t)(path - 1 - m->rest) ||
		    memcmp(q->method, m->rest, strlen(q->method)) != 0)
			continue;
		if (best == NULL || strchr(path, '{') == NULL)
			best = m;
	}
	return best;
}

/* ---- parameters ---- */

/* A text of the query as the type that the field wants; what does not fit stays
 * text, and the decoder names it. */
static struct json *
query_value(struct arena *a, const struct field *f, const char *text)
{
	char *end;
	long long n;

	if (f->type == TYPE_bool && strcmp(text, "true") == 0)
		return json_boolean(a, true);
	if (f->type == TYPE_bool && strcmp(text, "false") == 0)
		return json_boolean(a, false);
	if (f->type == TYPE_int) {
		n = strtoll(text, &end, 10);
		if (*text != '\0' && *end == '\0' && *text != ' ')
			return json_number(a, n);
	}
	return json_string(a, text);
}

static const char *
query_name(struct arena *a, const char **p)
{
	size_t len = strcspn(*p, "&"), n = strcspn(*p, "=&");
	const char *name = arena_memdup(a, *p, n);

	*p += len;
	*p += **p == '&';
	return name;
}

static bool
is_text(const char *s)
{
	return utf8_is_valid(s, strlen(s));
}

static bool
fail_text(struct ctx *ctx, const char *field)
{
	return fail_param(ctx, field, "format", "is no well-formed text");
}

/* NAME alone is as good as NAME=. */
static bool
query_text(struct ctx *ctx, const struct request *q, const char *name,
	   bool has_value, const char **out)
{
	*out = has_value ? request_query(ctx->arena, q, name) : "";
	return (*out != NULL && is_text(*out)) || fail_text(ctx, name);
}

static bool
take_query(struct ctx *ctx, const struct request *q, const struct method *m,
	   struct json *params)
{
	struct arena *a = ctx->arena;

	for (const char *p = q->query; *p != '\0'; ) {
		bool has_value = p[strcspn(p, "=&")] == '=';
		const char *name = query_name(a, &p), *text;
		const struct field *f = record_field(m->in, name);

		if (*name == '\0')
			continue;
		if (!is_text(name))
			return fail_text(ctx, "query");
		if (!query_text(ctx, q, name, has_value, &text))
			return false;
		if (f != NULL)
			json_set(a, params, name, query_value(a, f, text));
		else if (strcmp(name, "dry_run") == 0)
			json_set(a, params, name, strcmp(text, "true") == 0 ?
			    json_boolean(a, true) : json_string(a, text));
		else
			json_set(a, params, name, json_string(a, text));
	}
	return true;
}

static bool
take_headers(struct ctx *ctx, const struct request *q, const struct method *m,
	     struct json *params)
{
	struct arena *a = ctx->arena;
	const char *version = q->if_match;
	char *end;
	long long n;

	if (q->idempotency_key != NULL && !is_text(q->idempotency_key))
		return fail_text(ctx, "idempotency_key");
	if (version != NULL && !is_text(version))
		return fail_text(ctx, "if_version");
	if (q->idempotency_key != NULL && m->tx == TX_WRITE)
		json_set(a, params, "idempotency_key",
		    json_string(a, q->idempotency_key));
	if (version == NULL || !m->versioned)
		return true;
	version += *version == '"';
	n = strtoll(version, &end, 10);
	json_set(a, params, "if_version", end == version ?
	    json_string(a, version) : json_number(a, n));
	return true;
}

static bool
take_body(struct ctx *ctx, const struct method *m, struct bytes body,
	  struct json *params)
{
	const struct json *v;

	if (body.n == 0)
		return true;
	if (!json_parse(ctx, body, &json_trusted, &v))
		return false;
	if (m->rest_body != NULL) {
		json_set(ctx->arena, params, m->rest_body,
		    json_copy(ctx->arena, v));
		return true;
	}
	if (v->type != JSON_OBJECT)
		return fail(ctx, E_invalid_request, "the body is no object");
	for (const struct json *x = v->first; x != NULL; x = x->next) {
		if (json_get(params, x->name) != NULL)
			return fail_param(ctx, x->name, "unknown",
			    "stands in the path already");
		json_set(ctx->arena, params, x->name, json_copy(ctx->arena, x));
	}
	return true;
}

/* ---- answers ---- */

static int64_t
int_of(const struct record *r, const void *record, const char *name)
{
	const struct field *f = record_field(r, name);

	return f == NULL || f->type != TYPE_int ? INT_ABSENT :
	    *(const int64_t *)((const char *)record + f->offset);
}

/* rel="next" of RFC 8288, when there is more behind this page. */
static void
add_link(struct arena *a, struct view *v, int64_t total, size_t count)
{
	if (count == 0 || v->offset + (int64_t)count >= total)
		return;
	reply_header(v->reply, "Link", arena_printf(a,
	    "<%s?limit=%lld&offset=%lld>; rel=\"next\"", v->request->path,
	    (long long)v->limit, (long long)(v->offset + (int64_t)count)));
}

static void
write_items(struct buf *b, const struct method *m, const void *out,
	    struct view *v)
{
	const struct field *f = record_field(m->out, m->rest_items);
	int64_t total = int_of(m->out, out, "total");

	json_encode_value(b, f, (const char *)out + f->offset, true);
	if (total == INT_ABSENT)
		return;
	reply_header(v->reply, "X-Total-Count",
	    arena_printf(b->arena, "%lld", (long long)total));
	add_link(b->arena, v, total,
	    ((const struct strs *)((const char *)out + f->offset))->n);
}

static void
write_result(struct buf *b, const struct method *m, const void *out, void *arg)
{
	if (m->rest_write != NULL)
		m->rest_write(b, out);
	else if (m->rest_items != NULL)
		write_items(b, m, out, arg);
	else
		json_encode_rest(b, m->out, out);
}

static int
http_status(enum err e)
{
	int code = err_info(e)->code;

	if (code > 0)
		return code;
	return e == E_internal ? 500 : e == E_method_not_found ? 404 : 400;
}

static void
write_problem(struct reply *r, const struct ctx *ctx, const struct error *e)
{
	struct buf *b = &r->body;
	struct arena *a = ctx->arena;

	r->status = http_status(e->code);
	r->content_type = "application/problem+json";
	if (e->retry_after > 0)
		reply_header(r, "Retry-After",
		    arena_printf(a, "%lld", (long long)e->retry_after));
	buf_init(b, a);
	buf_puts(b, "{\"type\":\"about:blank\",\"title\":");
	json_write_string(b, ctx_say(ctx, err_message(e)));
	buf_printf(b, ",\"status\":%d,", r->status);
	rpc_error_data(b, ctx, e);
	buf_putc(b, '}');
}

static int64_t
number_of(const struct json *params, const char *name, int64_t otherwise)
{
	int64_t n;
	const struct json *v = json_get(params, name);

	return v != NULL && json_int(v, &n) ? n : otherwise;
}

static void
serve(struct rpc *rpc, const struct request *q, const struct method *m,
      struct bytes body, struct reply *r)
{
	struct json *params = json_new(rpc->arena, JSON_OBJECT);
	const struct field *limit = record_field(m->in, "limit");
	struct call c = {0};
	struct error e = {0};
	struct view v = {.reply = r, .request = q};
	struct ctx ctx;
	struct buf out;

	rpc_ctx(&ctx, rpc, q);
	(void)path_matches(rpc->arena, strchr(m->rest, ' ') + 1, q->path, params);
	if (!take_query(&ctx, q, m, params) ||
	    !take_headers(&ctx, q, m, params) ||
	    !take_body(&ctx, m, body, params)) {
		write_problem(r, &ctx, &ctx.err);
		return;
	}
	v.limit = number_of(params, "limit", limit == NULL ? 0 : limit->def);
	v.offset = number_of(params, "offset", 0);
	if (!rpc_call(rpc, q, &c, m, params, write_result, &v, &out, &e)) {
		write_problem(r, &c.ctx, &e);
		return;
	}
	r->status = 200;
	r->content_type = "application/json; charset=utf-8";
	r->body = out;
}

bool
rpc_rest(struct rpc *rpc, const struct request *q, struct bytes body,
	 struct reply *r)
{
	bool path_known = false;
	const struct method *m;
	struct error e = {.code = E_not_found};
	struct ctx ctx;

	if (strncmp(q->path, ROOT, strlen(ROOT)) != 0)
		return false;
	m = is_text(q->path) ? find_route(rpc->arena, q, &path_known) : NULL;
	if (m != NULL) {
		serve(rpc, q, m, body, r);
		return true;
	}
	rpc_ctx(&ctx, rpc, q);
	if (path_known)
		e.code = E_method_not_found;
	write_problem(r, &ctx, &e);
	if (path_known)
		r->status = 405;
	return true;
}
