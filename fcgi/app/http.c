/* SPDX-License-Identifier: MIT */
#include "app/http.h"

#include "app/metrics.h"
#include "base/log.h"
#include "crypt/jwt.h"
#include "db/migrate.h"
#include "model/forward.h"
#include "model/origin.h"

#include <strings.h>

/* No body below this can exceed a limit that credentials would raise. */
#define SMALL_BODY		1024

#define JSON_TYPE	"application/json; charset=utf-8"

struct route {
	const char *path;
	const char *methods;	/* as Allow says them */
	bool prefix;		/* of all paths that begin so */
	bool open;		/* to pages elsewhere, if they may */
	bool health;		/* tells of the service itself */
	void (*serve)(struct http *, const struct request *, struct reply *);
};

/* ---- the body ---- */

static bool
skip_word(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

static void
skip_space(const char **s)
{
	*s += strspn(*s, " \t");
}

/* One of the types of JSON, with no parameter but charset=utf-8. */
static bool
is_json(const char *type)
{
	if (type == NULL || (!skip_word(&type, "application/json-rpc") &&
	    !skip_word(&type, "application/jsonrequest") &&
	    !skip_word(&type, "application/json")))
		return false;
	skip_space(&type);
	if (*type == '\0')
		return true;
	if (!skip_word(&type, ";"))
		return false;
	skip_space(&type);
	if (!skip_word(&type, "charset=\"utf-8\"") &&
	    !skip_word(&type, "charset=utf-8"))
		return false;
	skip_space(&type);
	return *type == '\0';
}

/* False: the reply is a refusal. */
static bool
take_body(struct http *h, const struct request *q, bool *trusted,
	  struct bytes *out, struct reply *r)
{
	if (!is_json(q->content_type)) {
		rpc_refuse(r, &h->rpc, q, 415, E_invalid_request,
		    "Content-Type: application/json is needed here.");
		return false;
	}
	if (q->content_length < 0) {
		rpc_refuse(r, &h->rpc, q, 411, E_invalid_request,
		    "Content-Length is needed here.");
		return false;
	}
	*trusted = q->content_length > SMALL_BODY &&
	    q->content_length <= HTTP_MOST_TRUSTED_BODY &&
	    caller_find(&h->rpc, q) != NULL;
	if (q->content_length > HTTP_MOST_BODY && !*trusted) {
		rpc_refuse(r, &h->rpc, q, 413, E_invalid_request,
		    "The body is too large.");
		return false;
	}
	if (!q->read_body(q->front, h->rpc.arena, HTTP_MOST_TRUSTED_BODY,
	    out)) {
		rpc_refuse(r, &h->rpc, q, 400, E_invalid_request,
		    "The body is not as long as Content-Length says.");
		return false;
	}
	return true;
}

/* ---- routes ---- */

static void
serve_rpc(struct http *h, const struct request *q, struct reply *r)
{
	struct bytes body;
	bool trusted;

	if (take_body(h, q, &trusted, &body, r))
		rpc_serve(&h->rpc, q, body, trusted, r);
}

static void
serve_rest(struct http *h, const struct request *q, struct reply *r)
{
	struct bytes body = {NULL, 0};
	bool trusted;
	bool has_body = q->content_length > 0 ||
	    (q->content_length < 0 && q->content_type != NULL);

	if (strcmp(q->method, "GET") != 0 && has_body &&
	    !take_body(h, q, &trusted, &body, r))
		return;
	if (!rpc_rest(&h->rpc, q, body, r))
		rpc_refuse(r, &h->rpc, q, 404, E_not_found, NULL);
}

static void
answer(struct http *h, struct reply *r, int status, const char *type,
       const char *text)
{
	r->status = status;
	r->content_type = type;
	buf_init(&r->body, h->rpc.arena);
	buf_puts(&r->body, text);
}

static void
serve_openrpc(struct http *h, const struct request *q, struct reply *r)
{
	(void)q;
	answer(h, r, 200, JSON_TYPE, "");
	rpc_discover(&r->body, &h->rpc);
}

static void
serve_auth(struct http *h, const struct request *q, struct reply *r)
{
	forward_serve(&h->rpc, q, r);
}

static void
serve_host(struct http *h, const struct request *q, struct reply *r)
{
	tenant_forward(&h->rpc, q, r);
}

/* Without a key file nothing is signed, and there is nothing to check it with. */
static void
serve_jwks(struct http *h, const struct request *q, struct reply *r)
{
	const struct service *s = h->rpc.config;

	(void)q;
	answer(h, r, 200, JSON_TYPE, "");
	if (s->keys == NULL)
		buf_puts(&r->body, "{\"keys\":[]}");
	else
		jwt_keys(&r->body, s->keys);
}

static void
serve_healthz(struct http *h, const struct request *q, struct reply *r)
{
	(void)q;
	answer(h, r, 200, JSON_TYPE, "{\"status\":\"ok\"}");
}

/* Who only tells how it is does not wait to find out whether the database is back: the
 * others do. */
static bool
is_ready(struct http *h, struct ctx *ctx)
{
	db_use(h->rpc.db, ctx);
	if (h->health_only && db_is_away(h->rpc.db))
		return fail(ctx, E_busy, "no database");
	return db_ready(h->rpc.db) && migrate_check(h->rpc.db);
}

static void
serve_readyz(struct http *h, const struct request *q, struct reply *r)
{
	struct ctx ctx;

	ctx_init(&ctx, h->rpc.arena, q->request_id);
	if (is_ready(h, &ctx)) {
		answer(h, r, 200, JSON_TYPE, "{\"status\":\"ready\"}");
		return;
	}
	log_event(LOG_WARN_, "not-ready", "request_id=%s why=%s", q->request_id,
	    log_quote(ctx.err.why));
	answer(h, r, 503, JSON_TYPE, "{\"status\":\"not ready\"}");
	reply_header(r, "Retry-After", "1");
}

static const char *
name_of(size_t method)
{
	return methods[method]->name;
}

static void
serve_metrics(struct http *h, const struct request *q, struct reply *r)
{
	(void)q;
	answer(h, r, 200, "text/plain; version=0.0.4; charset=utf-8", "");
	metrics_write(&r->body, h->score, h->rpc.version, name_of);
}

static const struct route routes[] = {
	{"/rpc", "POST", false, true, false, serve_rpc},
	{"/v1/", "GET, POST, PUT, PATCH, DELETE", true, true, false, serve_rest},
	{"/auth", "GET", false, false, false, serve_auth},
	{"/host", "GET", false, false, false, serve_host},
	{"/.well-known/jwks.json", "GET", false, false, false, serve_jwks},
	{"/openrpc.json", "GET", false, false, false, serve_openrpc},
	{"/healthz", "GET", false, false, true, serve_healthz},
	{"/readyz", "GET", false, false, true, serve_readyz},
	{"/metrics", "GET", false, false, true, serve_metrics},
};

static const struct route *
route_find(const struct http *h, const char *path)
{
	for (size_t i = 0; i < countof(routes); i++) {
		const struct route *t = &routes[i];

		if (h->health_only && !t->health)
			continue;
		if (t->prefix ? strncmp(path, t->path, strlen(t->path)) == 0 :
		    strcmp(path, t->path) == 0)
			return t;
	}
	return NULL;
}

static bool
route_allows(const struct route *t, const char *method)
{
	size_t n = strlen(method);

	for (const char *s = t->methods; *s != '\0'; s += strspn(s, ", ")) {
		size_t len = strcspn(s, ",");

		if (len == n && memcmp(s, method, n) == 0)
			return true;
		s += len;
	}
	return false;
}

void
http_serve(struct http *h, const struct request *q, struct reply *r)
{
	const struct route *t = route_find(h, q->path);

	*r = (struct reply){0};
	if (t != NULL && t->open && origin_preflight(&h->rpc, q, t->methods, r))
		return;
	if (t == NULL) {
		rpc_refuse(r, &h->rpc, q, 404, E_not_found, NULL);
	} else if (!route_allows(t, q->method)) {
		rpc_refuse(r, &h->rpc, q, 405, E_invalid_request,
		    "This path does not take that method.");
		reply_header(r, "Allow", t->methods);
	} else {
		t->serve(h, q, r);
	}
	if (t != NULL && t->open)
		origin_allow(&h->rpc, q, r);
	if (r->status >= 400)
		h->score->http_refused++;
	if (r->status >= 400 || t == NULL || t->serve != serve_rpc)
		log_event(r->status >= 400 ? LOG_INFO_ : LOG_DEBUG_, "http",
		    "request_id=%s method=%s path=%s status=%d",
		    q->request_id, log_quote(q->method), log_quote(q->path),
		    r->status);
}
