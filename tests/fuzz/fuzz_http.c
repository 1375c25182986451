/* SPDX-License-Identifier: MIT */
/*
 * fuzz_http — whatever a client sends, it gets one well-formed answer, and no call ends
 * in an internal error: routes, cookies, queries, languages, envelope, batches, and the
 * parameters of every method.
 *
 * The input is a list of texts with a NUL between them, the last one the body; an empty
 * text is an absent header.  There is no database: whatever gets as far as that is busy.
 * The API key "all" stands for somebody who may do everything.
 */
#include "app/http.h"
#include "base/log.h"
#include "crypt/crypt.h"
#include "model/caller.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { METHOD, PATH, QUERY, SCOPE, API_KEY, AUTHORIZATION, COOKIE, ORIGIN, LANGUAGE,
    IF_MATCH, KEY, BODY };

static const struct db_config nowhere = {.socket = "/nonexistent/db.sock", .name = "x"};
static const struct service program = {.version = "0", .base_domain = "x.test",
    .public_port = 443, .password_cost = {.memory_kib = 64, .passes = 1}};
static struct rpc_hooks hooks;
static struct bytes body;

static bool
authenticate(struct call *c)
{
	static const char *const none[] = {NULL};
	struct caller *who;

	if (c->request->api_key == NULL ||
	    strcmp(c->request->api_key, "all") != 0)
		return caller_hooks.authenticate(c);
	who = arena_new(call_arena(c), struct caller);
	who->kind = CALLER_operator;
	who->name = "operator";
	who->tenant_id = platform_id;
	who->level = LEVEL_platform;
	who->can_assign = (struct strs){none, 0};
	settings_resolve(&c->ctx, NULL, NULL, NULL, &who->settings);
	who->held = who->own = perms_builtin(LEVEL_platform, "admin", true);
	c->who = who;
	return true;
}

static void
batched(size_t n)
{
	(void)n;
}

static void
done(struct call *c, const struct error *err, int64_t us)
{
	(void)c;
	(void)us;
	assert(err == NULL || err->code != E_internal);
}

static bool
give_body(void *front, struct arena *a, size_t most, struct bytes *out)
{
	(void)front;
	(void)a;
	(void)most;
	*out = body;
	return true;
}

static struct http *
program_open(void)
{
	static struct http h;

	if (h.score != NULL)
		return &h;
	log_level(LOG_ERROR_);
	id_prefixes(kind_prefixes, KIND_COUNT);
	crypt_init();
	hooks = caller_hooks;
	hooks.authenticate = authenticate;
	hooks.batched = batched;
	hooks.done = done;
	h.score = score_open(1, method_count);
	h.rpc = (struct rpc){.hooks = &hooks, .db = db_open(&nowhere),
	    .arena = arena_open(), .config = &program, .version = "0"};
	return &h;
}

static const char *
or_null(const char *s)
{
	return *s == '\0' ? NULL : s;
}

static struct request
from_input(struct arena *a, const uint8_t *data, size_t size)
{
	const char *at[BODY], *s = arena_memdup(a, data, size), *end = s + size;

	for (size_t i = 0; i < BODY; i++) {
		at[i] = s < end ? s : "";
		s += s < end ? strlen(s) + 1 : 0;
	}
	body.p = (const unsigned char *)(s < end ? s : "");
	body.n = s < end ? (size_t)(end - s) : 0;
	return (struct request){
		.method = at[METHOD], .path = at[PATH], .query = at[QUERY],
		.content_type = "application/json",
		.content_length = (int64_t)body.n, .request_id = "fuzz",
		.ip = "127.0.0.1", .scope = at[SCOPE], .slug = "acme",
		.host = "acme.x.test", .api_key = or_null(at[API_KEY]),
		.authorization = or_null(at[AUTHORIZATION]),
		.cookie = or_null(at[COOKIE]), .origin = or_null(at[ORIGIN]),
		.sec_fetch_site = at[ORIGIN][0] == '\0' ? "same-origin" : NULL,
		.accept_language = or_null(at[LANGUAGE]),
		.if_match = or_null(at[IF_MATCH]),
		.idempotency_key = or_null(at[KEY]),
		.read_body = give_body,
	};
}

static void
check(struct arena *a, struct reply *r)
{
	const struct json *v;
	struct ctx ctx;
	bool is_json;

	assert(r->status >= 200 && r->status <= 503);
	for (unsigned i = 0; i < r->header_count; i++)
		assert(strpbrk(r->headers[i].value, "\r\n") == NULL);
	if (r->body.n == 0 || r->content_type == NULL ||
	    strstr(r->content_type, "json") == NULL)
		return;
	ctx_init(&ctx, a, "check");
	is_json = json_parse(&ctx, buf_bytes(&r->body), &json_trusted, &v);
	assert(is_json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http *h = program_open();
	struct arena *a = h->rpc.arena;
	struct request q = from_input(a, data, size);
	struct reply r;
	struct ctx rest;

	/* Of the local operator no client can speak: front.c knows three scopes. */
	if (strcmp(q.scope, SCOPE_OPERATOR) != 0) {
		http_serve(h, &q, &r);
		check(a, &r);
	}
	arena_reset(a);
	ctx_init(&rest, a, "rest");
	db_use(h->rpc.db, &rest);
	return 0;
}
