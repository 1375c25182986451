/* SPDX-License-Identifier: MIT */
#include "method/invitation.h"

#include "model/token.h"

#define IN(F, T)							\
	INVITATION_REF(F, T)						\
	F(T, int, expires_in_hours, .opt = true, .has_def = true, .def = 24, \
	    .min = 1, .max = 168, .doc = "How long the link is good for")
#define OUT(F, T)							\
	F(T, str,  url, .secret = true, .doc = "The link, shown this once") \
	F(T, time, expires_at, .doc = "When it dies")
RECORD(invitation_create_link_in, IN);
RECORD(invitation_create_link_out, OUT);

METHOD(invitation_create_link, invitation_create_link_in,
	invitation_create_link_out,
	.name    = "invitation.create_link",
	.summary = "Make a link to hand over by hand; sends nothing.",
	.perm    = PERM_invitation_create_link,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_not_pending, E_access_link_forbidden,
	    E_role_not_assignable, E_grant_not_held),
	.example = "{\"invitation_id\":\"inv_01jbx3q9ek7c8s5w2m4n6p8r05\"}");

/* Whoever holds such a link is that person: it must not make an administrator of whoever
 * asks for it. */
static bool
is_allowed(struct call *c, const struct tenant_row *t,
	   const struct invitation_row *i)
{
	struct strs permissions = strs_parse(call_arena(c), i->permissions);
	struct role_row role;
	struct settings s;

	tenant_settings(c, t, &s);
	if (!role_find_for(c, t, i->role_name, "invitation_id", &role) ||
	    !role_may_assign(c, t, &role, "invitation_id") ||
	    !role_may_grant(c, t, permissions, "invitation_id"))
		return false;
	if (setting_is(&s, SETTING_access_link, "allowed") ||
	    (setting_is(&s, SETTING_access_link, "unprivileged") &&
	    !member_manages(call_arena(c), t, &role, permissions)))
		return true;
	return fail_setting(&c->ctx, E_access_link_forbidden,
	    setting_name(SETTING_access_link));
}

static bool
invitation_create_link(struct call *c, const struct invitation_create_link_in *in,
		       struct invitation_create_link_out *out)
{
	struct token_new token = {.purpose = "access_link"};
	struct invitation_row i;
	struct tenant_row t;
	const char *host;

	if (!invitation_open(c, in->invitation_id, PERM_invitation_create_link,
	    &i, &t) || !is_allowed(c, &t, &i))
		return false;
	host = tenant_sign_in_host(c, &t, &token.host_id);
	token.account_id = i.account_id;
	token.tenant_id = t.id;
	token.invitation_id = i.id;
	token.expires_at = c->ctx.now + 3600 * in->expires_in_hours;
	out->expires_at = token.expires_at;
	return invitation_extend(c, &i, token.expires_at) &&
	    token_issue(c, &token, host, &out->url);
}
