/* SPDX-License-Identifier: MIT */
#include "model/entry.h"
#include "model/member.h"
#include "model/membership.h"
#include "model/role.h"
#include "model/session.h"

#define OUT(F, T)							\
	F(T, rec,  user, user, .doc = "The caller")			\
	F(T, rec,  tenant, tenant_view, .doc = "Where she is signed in") \
	F(T, rec,  role, role_view, .doc = "Her role there")		\
	F(T, strs, permissions, .doc = "All that she may: by her role and beyond it") \
	F(T, json, config, .doc = "Settings in force")			\
	F(T, rec,  session, session, .doc = "The session of this call")	\
	F(T, list, memberships, membership_view, .doc = "Everywhere that she is a member")
RECORD(me_get_out, OUT);

METHOD(me_get, nothing, me_get_out,
	.name = "me.get",
	.summary = "Who the caller is, where, and what she may.",
	.perm = PERM_OWN,
	.tx = TX_READ,
	.restricted = true);

static const struct user *
show_user(struct call *c)
{
	const struct caller_row *r = c->who->row;
	struct user *user = arena_new(call_arena(c), struct user);
	struct member_row m;

	record_init(&record_member_row, &m);
	m.id = r->account_id;
	m.tenant_id = r->tenant_id;
	m.email = r->email;
	m.communication_email = r->communication_email;
	m.first_name = r->first_name;
	m.last_name = r->last_name;
	m.language = r->language;
	m.mfa_enabled = r->mfa_enabled;
	m.status = r->status;
	m.role_id = r->role_id;
	m.role_name = r->role_name;
	m.role_builtin = r->role_builtin;
	m.role_permissions = r->role_permissions;
	m.permissions = r->permissions;
	m.last_sign_in_at = r->last_sign_in_at;
	m.access_expires_at = r->access_expires_at;
	m.version = r->member_version;
	m.created_at = r->member_since;
	member_user(c, &m, user);
	return user;
}

static const struct role_view *
show_role(struct call *c)
{
	const struct caller_row *r = c->who->row;
	struct role_view *role = arena_new(call_arena(c), struct role_view);

	*role = (struct role_view){
		.id = r->role_id, .name = r->role_name, .builtin = r->role_builtin,
		.title = role_says(c, r->role_builtin, r->role_title),
		.description = role_says(c, r->role_builtin,
		    r->role_description),
		.can_assign = c->who->can_assign,
	};
	return role;
}

/* The row of the call is the one membership that most people have. */
static void
only_membership(const struct caller_row *r, struct membership_row *out)
{
	*out = (struct membership_row){
		.tenant_id = r->tenant_id, .status = r->status,
		.access_expires_at = r->access_expires_at,
		.last_sign_in_at = r->last_sign_in_at,
		.role_name = r->role_name, .kind = r->tenant_kind,
		.msp_id = r->msp_id, .name = r->tenant_name,
		.slug = r->tenant_slug, .tenant_status = r->tenant_status,
		.config = r->config, .msp_slug = r->msp_slug,
		.msp_status = r->msp_status, .msp_config = r->msp_config,
		.platform_config = r->platform_config,
	};
}

static bool
me_get(struct call *c, const struct nothing *in, struct me_get_out *out)
{
	const struct caller *who = c->who;
	struct tenant_view *view = arena_new(call_arena(c), struct tenant_view);
	struct branding *branding = arena_new(call_arena(c), struct branding);
	struct session *session = arena_new(call_arena(c), struct session);
	struct perms all = perms_union(call_arena(c), &who->held, &who->own);
	struct membership_row only;
	struct memberships mine = {&only, 1};
	struct tenant_row t;

	(void)in;
	only_membership(who->row, &only);
	if (who->row->several && !membership_list(c, who->id, &mine))
		return false;
	membership_tenant(&only, &t);
	entry_tenant(&t, &who->settings, branding, view);
	session_of_caller(who, session);
	out->user = show_user(c);
	out->tenant = view;
	out->role = show_role(c);
	out->permissions = perms_names(call_arena(c), &all);
	out->config = settings_values(call_arena(c), &who->settings,
	    (struct strs){NULL, 0});
	out->session = session;
	out->memberships.at = membership_views(c, &mine);
	out->memberships.n = mine.n;
	return true;
}
