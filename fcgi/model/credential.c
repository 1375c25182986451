/* SPDX-License-Identifier: MIT */
#include "model/credential.h"

#include "model/known.h"
#include "model/language.h"

#include <string.h>

#define COOKIE		"__Host-tenantry"

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
credential_not_elsewhere(struct call *c)
{
	return page_of(c) != PAGE_elsewhere || fail_origin(c);
}

/* ---- what it opens ---- */

static bool
host_has_slug(const struct caller_row *r, const char *slug)
{
	if (id_equal(r->host_id, r->tenant_id))
		return r->tenant_slug != NULL &&
		    strcmp(slug, r->tenant_slug) == 0;
	return id_equal(r->host_id, r->msp_id) && r->msp_slug != NULL &&
	    strcmp(slug, r->msp_slug) == 0;
}

/* The host where a session was made is the only one where it is worth something;
 * a bearer token also works at api.BASE. */
static bool
host_fits(const struct request *q, const struct caller_row *r)
{
	if (strcmp(q->scope, "api") == 0)
		return strcmp(r->session_kind, "token") == 0;
	if (strcmp(q->scope, "admin") == 0)
		return id_equal(r->host_id, platform_id);
	return !id_equal(r->host_id, platform_id) && host_has_slug(r, q->slug);
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
	const struct caller_row *r;
	bool found;

	if (!known_session(c, &hash, who, &found))
		return false;
	r = who->row;
	if (!found || !is_alive(c, r, kind))
		return fail_unauthenticated(c, kind);
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
	if (r->last_seen_at + CREDENTIAL_SEEN_SECONDS > c->ctx.now)
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
	    r->last_used_at + CREDENTIAL_SEEN_SECONDS > c->ctx.now)
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

bool
credential_load(struct call *c)
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

/* The request is one for another application: where its page came from is that one's
 * business, since nothing is done here. */
bool
credential_visit(struct call *c)
{
	const char *secret = NULL;
	enum credential kind;

	kind = find_credential(call_arena(c), c->request, &secret);
	if (kind == CREDENTIAL_none)
		return fail_unauthenticated(c, kind);
	return kind == CREDENTIAL_key ? load_key(c, secret) :
	    load_session(c, secret, kind);
}

bool
credential_missing(struct call *c)
{
	return fail_unauthenticated(c, CREDENTIAL_none);
}
