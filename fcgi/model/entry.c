/* SPDX-License-Identifier: MIT */
#include "model/entry.h"

#include "model/branding.h"
#include "model/credential.h"
#include "model/member.h"
#include "model/session.h"

#include <string.h>

RECORD_TABLE(mfa_need, MFA_NEED);
RECORD_TABLE(entered, ENTERED);

static const char *
kind_of(const char *kind)
{
	return kind == NULL ? "cookie" : kind;
}

bool
entry_allowed(struct call *c, const char *kind)
{
	return strcmp(kind_of(kind), "token") == 0 || credential_not_elsewhere(c);
}

void
entry_tenant(const struct tenant_row *t, const struct settings *s,
	     struct branding *out_branding, struct tenant_view *out)
{
	branding_of(s, out_branding);
	*out = (struct tenant_view){
		.id = t->id, .kind = t->kind, .name = t->name,
		.slug = t->slug, .status = t->status, .msp_id = t->msp_id,
		.branding = out_branding,
	};
}

/* The last check as well: whoever is deactivated at this moment does not get in. */
static bool
note_sign_in(struct call *c, struct id tenant, struct id account)
{
	int64_t changed;

	if (!db_exec(c->db, SQL_account_signed_in, ARGS(TIME(now, c->ctx.now),
	    ARG(tenant_id, tenant), ARG(account_id, account)), &changed))
		return false;
	return changed == 1 || fail(&c->ctx, E_user_inactive, "not active");
}

/* Nothing to prove it with yet: then the session is there to set it up. */
static const struct mfa_need *
mfa_needed(struct call *c, const struct account_row *a,
	   const struct settings *s)
{
	static const char *const ways[] = {"totp", "recovery_code"};
	struct mfa_need *need;

	if (!a->mfa_enabled && !setting_bool(s, SETTING_mfa_required))
		return NULL;
	need = arena_new(call_arena(c), struct mfa_need);
	need->required = true;
	need->methods = (struct strs){ways,
	    a->mfa_enabled ? countof(ways) : 0};
	return need;
}

static bool
show_user(struct call *c, struct id tenant, struct id account,
	  struct entered *out)
{
	struct user *user = arena_new(call_arena(c), struct user);
	struct member_row m;

	if (!member_get(c, tenant, account, &m))
		return false;
	member_user(c, &m, user);
	out->user = user;
	return true;
}

bool
entry_open(struct call *c, const struct entry *e, struct entered *out)
{
	struct session *session = arena_new(call_arena(c), struct session);
	struct branding *branding = arena_new(call_arena(c), struct branding);
	struct tenant_view *view = arena_new(call_arena(c), struct tenant_view);
	struct settings s;
	struct session_new n = {
		.account_id = e->account->id, .tenant_id = e->tenant->id,
		.host_id = e->host_id, .kind = kind_of(e->kind),
		.settings = &s, .remember = e->remember,
	};

	tenant_settings(c, e->tenant, &s);
	out->mfa = mfa_needed(c, e->account, &s);
	n.level = out->mfa != NULL || e->account->must_change_password ?
	    "restricted" : "password";
	c->audit_actor = e->account->id;
	c->audit_actor_name = e->account->email;
	if (!note_sign_in(c, e->tenant->id, e->account->id) ||
	    !session_open(c, &n, session, &out->access_token) ||
	    !show_user(c, e->tenant->id, e->account->id, out))
		return false;
	entry_tenant(e->tenant, &s, branding, view);
	out->session = session;
	out->tenant = view;
	return true;
}

bool
entry_renew(struct call *c, const char *level, struct entered *out)
{
	const struct caller *who = c->who;
	struct session *session = arena_new(call_arena(c), struct session);
	struct branding *branding = arena_new(call_arena(c), struct branding);
	struct tenant_view *view = arena_new(call_arena(c), struct tenant_view);
	struct tenant_row t;

	if (!session_renew(c, level, session, &out->access_token) ||
	    !show_user(c, who->tenant_id, who->id, out) ||
	    !tenant_get(c, who->tenant_id, &t))
		return false;
	entry_tenant(&t, &who->settings, branding, view);
	out->session = session;
	out->tenant = view;
	return true;
}

bool
entry_switch(struct call *c, const struct tenant_row *t, struct entered *out)
{
	struct session *session = arena_new(call_arena(c), struct session);
	struct branding *branding = arena_new(call_arena(c), struct branding);
	struct tenant_view *view = arena_new(call_arena(c), struct tenant_view);
	struct settings s;

	tenant_settings(c, t, &s);
	if (!note_sign_in(c, t->id, c->who->id) ||
	    !session_switch(c, t->id, &s, session, &out->access_token) ||
	    !show_user(c, t->id, c->who->id, out))
		return false;
	entry_tenant(t, &s, branding, view);
	out->session = session;
	out->tenant = view;
	return true;
}
