/* SPDX-License-Identifier: MIT */
#include "model/session.h"

#include "crypt/crypt.h"
#include "model/account.h"

#include <string.h>

#define COOKIE			"__Host-tenantry"
#define ATTRIBUTES		"; Path=/; Secure; HttpOnly; SameSite=Lax"
#define MOST_USER_AGENT		255
#define RESTRICTED_SECONDS	1800	/* to set up what is missing */

#define SESSION_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, id,   user_id)						\
	F(T, id,   tenant_id)						\
	F(T, str,  level)						\
	F(T, time, created_at)						\
	F(T, time, last_seen_at)					\
	F(T, time, expires_at)						\
	F(T, str,  ip)							\
	F(T, str,  user_agent)
RECORD(session_row, SESSION_ROW);
RECORD_TABLE(session_who, SESSION_WHO);

static int64_t
life_of(const struct settings *s, const char *level)
{
	int64_t life = setting_int(s, SETTING_session_max_hours) * 3600;

	return strcmp(level, "restricted") == 0 && life > RESTRICTED_SECONDS ?
	    RESTRICTED_SECONDS : life;
}

/* At most 255 bytes of what the client says, printable ones. */
static const char *
user_agent_of(struct call *c)
{
	const char *said = c->request->user_agent;
	char *kept = arena_strdup(call_arena(c), said == NULL ? "" : said);

	if (strlen(kept) > MOST_USER_AGENT)
		kept[MOST_USER_AGENT] = '\0';
	for (char *p = kept; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return kept;
}

static const char *
cookie_of(struct call *c, const char *token, bool remember, int64_t life)
{
	if (!remember)
		return arena_printf(call_arena(c), COOKIE "=%s" ATTRIBUTES,
		    token);
	return arena_printf(call_arena(c), COOKIE "=%s" ATTRIBUTES
	    "; Max-Age=%lld", token, (long long)life);
}

static bool
insert(struct call *c, const struct session_new *n, const struct session *s,
       const char *token)
{
	struct token_hash hash = token_hash("session", token);
	struct bytes bytes = {hash.b, sizeof(hash.b)};

	return db_exec(c->db, SQL_session_insert, ARGS(ARG(hash, bytes),
	    ARG(id, s->id), ARG(account_id, s->user_id),
	    ARG(tenant_id, s->tenant_id), ARG(host_id, n->host_id),
	    ARG(kind, n->kind), ARG(level, s->level), TIME(now, s->created_at),
	    ARG(idle_seconds, setting_int(n->settings,
	    SETTING_session_idle_minutes) * 60),
	    TIME(expires_at, s->expires_at), ARG(ip, s->ip),
	    ARG(user_agent, s->user_agent), ARG(remember, n->remember)),
	    NULL) &&
	    db_exec(c->db, SQL_session_trim, ARGS(ARG(account_id, s->user_id)),
	    NULL);
}

bool
session_open(struct call *c, const struct session_new *n, struct session *out,
	     const char **out_token)
{
	bool bearer = strcmp(n->kind, "token") == 0;
	const char *token = token_make(call_arena(c), bearer ? "ts_" : "");
	struct session s = {
		.id = id_make(KIND_session),
		.user_id = n->account_id,
		.tenant_id = n->tenant_id,
		.level = n->level,
		.created_at = c->ctx.now,
		.last_seen_at = c->ctx.now,
		.expires_at = c->ctx.now + life_of(n->settings, n->level),
		.ip = c->request->ip,
		.user_agent = user_agent_of(c),
		.current = true,
	};

	if (!insert(c, n, &s, token))
		return false;
	if (!bearer)
		c->set_cookie = cookie_of(c, token, n->remember,
		    life_of(n->settings, n->level));
	*out_token = bearer ? token : NULL;
	*out = s;
	return true;
}

void
session_of_caller(const struct caller *who, struct session *out)
{
	const struct caller_row *r = who->row;

	*out = (struct session){
		.id = who->session_id,
		.user_id = who->id,
		.tenant_id = who->tenant_id,
		.level = who->session_level,
		.created_at = r->created_at,
		.last_seen_at = r->last_seen_at,
		.expires_at = r->expires_at,
		.ip = r->ip,
		.user_agent = r->user_agent,
		.current = true,
	};
}

/* The longest life of a session counts from its beginning, whatever is proved later. */
static int64_t
end_of(const struct caller *who, const struct settings *s, const char *level)
{
	return who->row->created_at + life_of(s, level);
}

/* A new value in place of the old one, in the way in which the session is kept. */
static struct token_hash
new_value(struct call *c, int64_t ends, const char **out_token)
{
	const struct caller *who = c->who;
	bool bearer = strcmp(who->session_kind, "token") == 0;
	const char *token = token_make(call_arena(c), bearer ? "ts_" : "");

	if (!bearer)
		c->set_cookie = cookie_of(c, token, who->row->remember,
		    ends - c->ctx.now);
	*out_token = bearer ? token : NULL;
	return token_hash("session", token);
}

bool
session_renew(struct call *c, const char *level, struct session *out,
	      const char **out_token)
{
	const struct caller *who = c->who;
	int64_t ends = end_of(who, &who->settings, level);
	struct token_hash hash = new_value(c, ends, out_token);
	struct bytes bytes = {hash.b, sizeof(hash.b)};

	session_of_caller(who, out);
	out->level = level;
	out->expires_at = ends;
	return db_exec(c->db, SQL_session_renew, ARGS(ARG(hash, bytes),
	    ARG(level, level), TIME(now, c->ctx.now), TIME(expires_at, ends),
	    ARG(account_id, who->id), ARG(id, who->session_id)), NULL);
}

bool
session_switch(struct call *c, struct id tenant, const struct settings *s,
	       struct session *out, const char **out_token)
{
	const struct caller *who = c->who;
	int64_t ends = end_of(who, s, who->session_level);
	struct token_hash hash = new_value(c, ends, out_token);
	struct bytes bytes = {hash.b, sizeof(hash.b)};

	session_of_caller(who, out);
	out->tenant_id = tenant;
	out->expires_at = ends;
	return db_exec(c->db, SQL_session_switch, ARGS(ARG(hash, bytes),
	    ARG(tenant_id, tenant), ARG(idle_seconds, setting_int(s,
	    SETTING_session_idle_minutes) * 60), TIME(expires_at, ends),
	    TIME(now, c->ctx.now), ARG(account_id, who->id),
	    ARG(id, who->session_id)), NULL);
}

bool
session_promote(struct call *c, const char *level)
{
	const struct caller *who = c->who;
	struct session renewed;
	const char *token;

	if (strcmp(who->session_kind, "cookie") == 0)
		return session_renew(c, level, &renewed, &token);
	return db_exec(c->db, SQL_session_promote, ARGS(ARG(level, level),
	    TIME(now, c->ctx.now), TIME(expires_at, end_of(who,
	    &who->settings, level)), ARG(account_id, who->id),
	    ARG(id, who->session_id)), NULL);
}

void
session_clear_cookie(struct call *c)
{
	c->set_cookie = COOKIE "=" ATTRIBUTES "; Max-Age=0";
}

bool
session_list(struct call *c, struct id account, struct id tenant,
	     const struct session **out_at, size_t *out_n)
{
	struct { const struct session_row *at; size_t n; } rows;
	struct session *s;

	if (!db_all(c->db, SQL_session_by_account, ARGS(
	    ARG(account_id, account), ARG(tenant_id, tenant),
	    TIME(now, c->ctx.now)), session_row, &rows))
		return false;
	s = arena_array(call_arena(c), rows.n + 1, sizeof(*s));
	for (size_t i = 0; i < rows.n; i++) {
		const struct session_row *r = &rows.at[i];

		s[i] = (struct session){
			.id = r->id, .user_id = r->user_id,
			.tenant_id = r->tenant_id, .level = r->level,
			.created_at = r->created_at,
			.last_seen_at = r->last_seen_at,
			.expires_at = r->expires_at,
			.ip = r->ip, .user_agent = r->user_agent,
			.current = id_equal(r->id, c->who->session_id),
		};
	}
	*out_at = s;
	*out_n = rows.n;
	return true;
}

bool
session_who(struct call *c, const char *slug, const char *email, int64_t limit,
	    const struct session_who **out_at, size_t *out_n)
{
	struct { const struct session_who *at; size_t n; } rows;

	if (!db_all(c->db, SQL_session_who, ARGS(
	    TIME(now, c->ctx.now), ARG(tenant, slug),
	    ARG(email_key, email == NULL ? NULL :
	    account_email_key(call_arena(c), email)), ARG(limit, limit)),
	    session_who, &rows))
		return false;
	*out_at = rows.at;
	*out_n = rows.n;
	return true;
}

bool
session_end_one(struct call *c, struct id account, struct id tenant,
		struct id session, int64_t *ended)
{
	if (!db_exec(c->db, SQL_session_delete, ARGS(ARG(account_id, account),
	    ARG(id, session), ARG(tenant_id, tenant)), ended))
		return false;
	return *ended == 1 || fail(&c->ctx, E_not_found, "no such session");
}

bool
session_end_account(struct call *c, struct id account, int64_t *ended)
{
	return db_exec(c->db, SQL_session_delete_account, ARGS(
	    ARG(account_id, account)), ended);
}

bool
session_end_others(struct call *c, struct id account, struct id keep,
		   int64_t *ended)
{
	return db_exec(c->db, SQL_session_delete_others, ARGS(
	    ARG(account_id, account), ARG(id, keep)), ended);
}

bool
session_end_member(struct call *c, struct id account, struct id tenant,
		   int64_t *ended)
{
	return db_exec(c->db, SQL_session_delete_member, ARGS(
	    ARG(account_id, account), ARG(tenant_id, tenant)), ended);
}

bool
session_end_tenant(struct call *c, const struct tenant_row *t, int64_t *ended)
{
	int64_t below = 0;

	if (tenant_level(t) == LEVEL_msp && !db_exec(c->db,
	    SQL_session_delete_msp, ARGS(ARG(msp_id, t->id)), &below))
		return false;
	if (!db_exec(c->db, SQL_session_delete_tenant, ARGS(
	    ARG(tenant_id, t->id)), ended))
		return false;
	*ended += below;
	return true;
}
