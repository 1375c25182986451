/* SPDX-License-Identifier: MIT */
/*
 * caller — credentials become a caller; a caller may or may not.
 */
#include "model/caller.h"

#include "model/audit.h"
#include "model/language.h"

#include <string.h>

#define COOKIE		"__Host-tenantry"
#define SEEN_SECONDS	60

RECORD_TABLE(caller_row, CALLER_ROW);

/* ---- which credential ---- */

enum credential { CREDENTIAL_none, CREDENTIAL_key, CREDENTIAL_bearer,
	CREDENTIAL_cookie };

/* The first one present decides; at api.BASE no cookie is ever read. */
static enum credential
find_credential(struct arena *a, const struct request *q, const char **secret)
{
	static const char bearer[] = "Bearer ";

	if (q->api_key != NULL) {
		*secret = q->api_key;
		return CREDENTIAL_key;
	}
	if (q->authorization != NULL &&
	    strncasecmp(q->authorization, bearer, strlen(bearer)) == 0) {
		*secret = q->authorization + strlen(bearer);
		return strncmp(*secret, "tk_", 3) == 0 ? CREDENTIAL_key :
		    CREDENTIAL_bearer;
	}
	*secret = strcmp(q->scope, "api") == 0 ? NULL :
	    request_cookie(a, q, COOKIE);
	return *secret == NULL ? CREDENTIAL_none : CREDENTIAL_cookie;
}

/* What a browser says of the page that calls; other clients say nothing. */
enum calling_page { PAGE_ours, PAGE_elsewhere, PAGE_unsaid };

static enum calling_page
page_of(struct call *c)
{
	const struct request *q = c->request;
	const char *ours = arena_printf(call_arena(c), "https://%s", q->host);

	if (q->sec_fetch_site != NULL)
		return strcmp(q->sec_fetch_site, "same-origin") == 0 ?
		    PAGE_ours : PAGE_elsewhere;
	if (q->origin != NULL)
		return strcasecmp(q->origin, ours) == 0 ? PAGE_ours :
		    PAGE_elsewhere;
	return PAGE_unsaid;
}

static bool
fail_origin(struct call *c)
{
	const struct request *q = c->request;

	return fail(&c->ctx, E_bad_origin, "site %s origin %s",
	    q->sec_fetch_site == NULL ? "-" : q->sec_fetch_site,
	    q->origin == NULL ? "-" : q->origin);
}

/* A browser sends the cookie by itself; that the page is ours it must show. */
static bool
check_origin(struct call *c)
{
	return page_of(c) == PAGE_ours || fail_origin(c);
}

bool
caller_not_elsewhere(struct call *c)
{
	return page_of(c) != PAGE_elsewhere || fail_origin(c);
}

/* ---- from a row to a caller ---- */

static void
set_tenant(struct call *c, struct caller *who, const struct caller_row *r)
{
	enum level level = level_of(r->tenant_kind);

	who->tenant_id = r->tenant_id;
	who->level = level;
	who->msp_id = level == LEVEL_msp ? r->tenant_id : r->msp_id;
	who->tenant_name = r->tenant_name;
	who->tenant_slug = r->tenant_slug;
	settings_resolve(&c->ctx, level == LEVEL_tenant ? r->config : NULL,
	    level == LEVEL_msp ? r->config : r->msp_config,
	    level == LEVEL_platform ? r->config : r->platform_config,
	    &who->settings);
}

static void
set_perms(struct call *c, struct caller *who, const struct caller_row *r)
{
	struct arena *a = call_arena(c);
	struct perms role, own, more = perms_parse(a, r->permissions);

	if (r->role_builtin) {
		role = perms_builtin(who->level, r->role_name, false);
		own = perms_builtin(who->level, r->role_name, true);
	} else {
		role = own = perms_parse(a, r->role_permissions);
	}
	who->held = perms_union(a, &role, &more);
	who->own = perms_union(a, &own, &more);
	who->additional = perms_names(a, &more);
}

void
caller_of_row(struct call *c, enum caller_kind kind, const struct caller_row *r,
	      struct caller *out)
{
	*out = (struct caller){.kind = kind, .row = r};
	set_tenant(c, out, r);
	if (kind == CALLER_api_key) {
		out->id = r->key_id;
		out->name = r->key_name;
		out->held = out->own = perms_parse(call_arena(c), r->permissions);
		return;
	}
	out->id = r->account_id;
	out->name = r->email;
	set_perms(c, out, r);
	out->role_name = r->role_name;
	out->role_title = r->role_title;
	out->can_assign = strs_parse(call_arena(c), r->can_assign);
}

bool
caller_row_is_open(const struct caller_row *r)
{
	return strcmp(r->tenant_status, "active") == 0 &&
	    (r->msp_status == NULL || strcmp(r->msp_status, "active") == 0);
}

/* The host where a session was made is the only one where it is worth something;
 * a bearer token also works at api.BASE. */
static bool
host_fits(const struct request *q, const struct caller_row *r)
{
	if (strcmp(q->scope, "api") == 0)
		return strcmp(r->session_kind, "token") == 0;
	if (strcmp(q->scope, "admin") == 0)
		return strcmp(r->host_kind, "platform") == 0;
	return strcmp(r->host_kind, "platform") != 0 &&
	    strcmp(q->slug, r->host_slug) == 0;
}

static bool
is_alive(const struct call *c, const struct caller_row *r, enum credential kind)
{
	const char *wanted = kind == CREDENTIAL_cookie ? "cookie" : "token";

	return strcmp(r->session_kind, wanted) == 0 &&
	    host_fits(c->request, r) && r->expires_at > c->ctx.now &&
	    r->last_seen_at + r->idle_seconds > c->ctx.now;
}

static bool
fail_unauthenticated(struct call *c, enum credential kind)
{
	struct tenant_row host;

	if (strcmp(c->request->scope, "slug") == 0 && !tenant_of_host(c, &host))
		return false;
	return fail(&c->ctx, kind == CREDENTIAL_key ? E_key_invalid :
	    E_auth_required, "no such %s", kind == CREDENTIAL_key ? "key" :
	    "session");
}

static struct bytes
hash_bytes(const struct token_hash *h)
{
	return (struct bytes){h->b, sizeof(h->b)};
}

static bool
check_member(struct call *c, const struct caller_row *r)
{
	if (!caller_row_is_open(r))
		return fail(&c->ctx, E_tenant_suspended, "tenant or MSP");
	if (strcmp(r->status, "active") != 0 ||
	    (r->access_expires_at != INT_ABSENT &&
	    r->access_expires_at <= c->ctx.now))
		return fail(&c->ctx, E_user_inactive, "%s", r->status);
	return true;
}

static bool
load_session(struct call *c, const char *secret, enum credential kind)
{
	struct caller *who = arena_new(call_arena(c), struct caller);
	struct token_hash hash = token_hash("session", secret);
	struct caller_row *r = arena_new(call_arena(c), struct caller_row);
	bool found;

	if (!db_opt(c->db, SQL_session_state, ARGS(ARG(hash, hash_bytes(&hash))),
	    caller_row, r, &found))
		return false;
	if (!found || !is_alive(c, r, kind))
		return fail_unauthenticated(c, kind);
	caller_of_row(c, CALLER_user, r, who);
	c->ctx.language = language_of(r->language, &who->settings);
	if (!check_member(c, r))
		return false;
	who->session_id = r->session_id;
	who->session_hash = hash;
	who->session_kind = r->session_kind;
	who->session_level = r->session_level;
	who->authenticated_at = r->authenticated_at;
	who->language = r->language;
	who->must_change_password = r->must_change_password;
	c->who = who;
	if (r->last_seen_at + SEEN_SECONDS > c->ctx.now)
		return true;
	return db_exec(c->db, SQL_session_seen, ARGS(TIME(now, c->ctx.now),
	    ARG(hash, hash_bytes(&hash))), NULL);
}

/* A key reaches what its owner reaches, at api.BASE or on the owner's own host. */
static bool
key_host_fits(const struct request *q, const struct caller_row *r)
{
	if (strcmp(q->scope, "api") == 0)
		return true;
	if (strcmp(q->scope, "admin") == 0)
		return strcmp(r->tenant_kind, "tenant") != 0;
	return r->tenant_slug != NULL && strcmp(q->slug, r->tenant_slug) == 0;
}

static bool
load_key(struct call *c, const char *secret)
{
	struct caller *who = arena_new(call_arena(c), struct caller);
	struct token_hash hash = token_hash("api_key", secret);
	struct caller_row *r = arena_new(call_arena(c), struct caller_row);
	bool found;

	if (!db_opt(c->db, SQL_api_key_state, ARGS(ARG(hash, hash_bytes(&hash)),
	    TIME(now, c->ctx.now)), caller_row, r, &found))
		return false;
	if (!found || !key_host_fits(c->request, r))
		return fail_unauthenticated(c, CREDENTIAL_key);
	if (!caller_row_is_open(r))
		return fail(&c->ctx, E_tenant_suspended, "tenant or MSP");
	caller_of_row(c, CALLER_api_key, r, who);
	c->who = who;
	if (r->last_used_at != INT_ABSENT &&
	    r->last_used_at + SEEN_SECONDS > c->ctx.now)
		return true;
	return db_exec(c->db, SQL_api_key_used, ARGS(TIME(now, c->ctx.now),
	    ARG(tenant_id, who->tenant_id), ARG(id, who->id)), NULL);
}

static bool
load_operator(struct call *c)
{
	struct caller *who = arena_new(call_arena(c), struct caller);
	struct tenant_row platform;

	if (!tenant_get(c, platform_id, &platform))
		return false;
	who->kind = CALLER_operator;
	who->name = "operator";
	who->tenant_id = platform_id;
	who->level = LEVEL_platform;
	who->tenant_name = platform.name;
	who->tenant_slug = platform.slug;
	tenant_settings(c, &platform, &who->settings);
	who->held = who->own = perms_builtin(LEVEL_platform, "admin", true);
	c->who = who;
	return true;
}

/* ---- hooks ---- */

static bool
load_caller(struct call *c)
{
	const char *secret = NULL;
	enum credential kind;

	if (strcmp(c->request->scope, SCOPE_OPERATOR) == 0)
		return load_operator(c);
	kind = find_credential(call_arena(c), c->request, &secret);
	switch (kind) {
	case CREDENTIAL_none:
		return true;
	case CREDENTIAL_key:
		return load_key(c, secret);
	case CREDENTIAL_bearer:
		return load_session(c, secret, kind);
	case CREDENTIAL_cookie:
		return check_origin(c) && load_session(c, secret, kind);
	}
	unreachable();
}

static bool
authenticate(struct call *c)
{
	return load_caller(c);
}

/* A session that is not complete may do only what completes it. */
static bool
check_complete(struct call *c)
{
	const struct caller *who = c->who;

	if (who->kind != CALLER_user || c->method->restricted)
		return true;
	if (who->must_change_password)
		return fail(&c->ctx, E_password_change_required, "temporary");
	if (strcmp(who->session_level, "restricted") == 0 &&
	    who->row->mfa_enabled)
		return fail(&c->ctx, E_step_up_required, "the code is due");
	if (strcmp(who->session_level, "restricted") == 0 ||
	    (setting_bool(&who->settings, SETTING_mfa_required) &&
	    strcmp(who->session_level, "mfa") != 0))
		return fail_setting(&c->ctx, E_mfa_enrolment_required,
		    "mfa_required");
	return true;
}

static bool
authorise(struct call *c)
{
	unsigned perm = c->method->perm;

	if (c->who == NULL)
		return fail_unauthenticated(c, CREDENTIAL_none);
	if (!check_complete(c))
		return false;
	if (perm == PERM_OWN)
		return caller_is_person(c);
	if (perms_has(&c->who->held, perm) || perms_has(&c->who->own, perm))
		return true;
	return fail(&c->ctx, E_permission_denied, "%s lacks %s", c->who->name,
	    perm_name(perm));
}

static struct id
identity(struct call *c)
{
	return c->who->kind == CALLER_operator ? platform_id : c->who->id;
}

const struct rpc_hooks caller_hooks = {
	.authenticate = authenticate,
	.authorise = authorise,
	.audit = audit_call,
	.identity = identity,
	.perm_name = perm_name,
};

const struct caller *
caller_find(struct rpc *rpc, const struct request *q)
{
	struct call c = {.db = rpc->db, .request = q, .config = rpc->config};

	ctx_init(&c.ctx, rpc->arena, q->request_id);
	db_use(rpc->db, &c.ctx);
	return load_caller(&c) ? c.who : NULL;
}

/* ---- what she reaches ---- */

bool
caller_covers(const struct caller *who, const struct tenant_row *t)
{
	switch (who->level) {
	case LEVEL_platform:
		return true;
	case LEVEL_msp:
		return id_equal(who->tenant_id, t->id) ||
		    id_equal(who->tenant_id, t->msp_id);
	case LEVEL_tenant:
		return id_equal(who->tenant_id, t->id);
	}
	unreachable();
}

bool
caller_may(const struct caller *who, unsigned perm, const struct tenant_row *t)
{
	return perms_has(id_equal(who->tenant_id, t->id) ? &who->own :
	    &who->held, perm);
}

bool
caller_target(struct call *c, struct id id, unsigned perm,
	      struct tenant_row *out)
{
	struct tenant_row t;

	if (id_is_null(id))
		id = c->who->tenant_id;
	if (!tenant_get(c, id, &t))
		return false;
	if (!caller_covers(c->who, &t) || strcmp(t.status, "deleted") == 0)
		return fail(&c->ctx, E_not_found, "out of reach");
	if (!caller_may(c->who, perm, &t))
		return fail(&c->ctx, E_permission_denied, "%s lacks %s there",
		    c->who->name, perm_name(perm));
	*out = t;
	return true;
}

bool
caller_target_list(struct call *c, struct id id, unsigned perm,
		   struct tenant_row *out)
{
	const struct caller *who = c->who;
	struct tenant_row own;

	if (who->row == NULL ||
	    (!id_is_null(id) && !id_equal(id, who->tenant_id)))
		return caller_target(c, id, perm, out);
	record_init(&record_tenant_row, &own);
	own.id = who->tenant_id;
	own.kind = who->row->tenant_kind;
	own.msp_id = who->row->msp_id;
	own.name = who->tenant_name;
	own.slug = who->tenant_slug;
	own.status = who->row->tenant_status;
	own.user_count = who->row->user_count;
	if (!caller_may(who, perm, &own))
		return fail(&c->ctx, E_permission_denied, "%s lacks %s there",
		    who->name, perm_name(perm));
	*out = own;
	return true;
}

bool
caller_enter(struct call *c, struct id id, unsigned perm, int64_t n,
	     struct tenant_row *out)
{
	struct id reach = c->who->tenant_id;

	if (id_is_null(id))
		id = c->who->tenant_id;
	if (c->who->level == LEVEL_platform)
		reach = (struct id){{0}};
	return db_exec(c->db, SQL_tenant_enter, ARGS(ARG(id, id),
	    ARG(reach, reach), ARG(n, n)), NULL) &&
	    caller_target(c, id, perm, out);
}

bool
caller_stepped_up(struct call *c)
{
	if (c->who->kind != CALLER_user ||
	    c->who->authenticated_at + CALLER_STEP_UP_SECONDS > c->ctx.now)
		return true;
	return fail(&c->ctx, E_step_up_required, "last proof too old");
}

bool
caller_may_enrol(struct call *c)
{
	return (c->who->kind == CALLER_user &&
	    strcmp(c->who->session_level, "restricted") == 0 &&
	    !c->who->row->mfa_enabled) || caller_stepped_up(c);
}

/* ---- for the web server ---- */

/* The request is one for another application: where its page came from is that one's
 * business, since nothing is done here. */
static bool
load_visitor(struct call *c)
{
	const char *secret = NULL;
	enum credential kind;

	kind = find_credential(call_arena(c), c->request, &secret);
	if (kind == CREDENTIAL_none)
		return fail_unauthenticated(c, kind);
	return kind == CREDENTIAL_key ? load_key(c, secret) :
	    load_session(c, secret, kind);
}

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
caller_forward(struct rpc *rpc, const struct request *q, struct reply *r)
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
	if (load_visitor(&c) && check_complete(&c) && may_pass(&c,
	    request_query(rpc->arena, q, "permission"))) {
		r->status = 204;
		introduce(&c, r);
	} else {
		r->status = forward_status(c.ctx.err.code);
	}
}

bool
caller_is_person(struct call *c)
{
	if (c->who->kind == CALLER_user)
		return true;
	return fail(&c->ctx, E_permission_denied, "not a person");
}
