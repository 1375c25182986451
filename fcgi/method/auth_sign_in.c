/* SPDX-License-Identifier: MIT */
#include "model/device.h"
#include "model/entry.h"
#include "model/membership.h"
#include "model/proof.h"

#define IN(F, T)							\
	F(T, str,  email, .max = 254, .format = FORMAT_email, .doc = "Login email") \
	F(T, str,  password, .max = 1024, .secret = true, .doc = "Password") \
	SESSION_KIND(F, T)						\
	F(T, bool, remember, .opt = true, .doc = "Keep the cookie when the browser is closed, and know this device again")
#define OUT(F, T)							\
	ENTERED(F, T)							\
	F(T, list, memberships, membership_view, .doc = "Everywhere that this person is a member")
RECORD(auth_sign_in_in, IN);
RECORD(auth_sign_in_out, OUT);

METHOD(auth_sign_in, auth_sign_in_in, auth_sign_in_out,
	.name = "auth.sign_in",
	.summary = "Sign in with address and password.",
	.perm = PERM_PUBLIC,
	.tx = TX_WRITE,
	.secret = true,
	.example = "{\"email\":\"ann@example.com\",\"password\":\"correct-battery-staple-41\"}",
	.errors = ERRS(E_auth_failed, E_wrong_host, E_user_inactive,
	    E_tenant_suspended, E_bad_origin));

/* The audit of HOST's own tenant hears of everybody who tries there, and of who it is only
 * if she belongs there. */
static void
note_actor(struct call *c, const struct tenant_row *host,
	   const struct membership_row *here, const struct account_row *account,
	   const char *email)
{
	c->audit_actor_name = email;
	if (here == NULL) {
		call_target(c, host->id, (struct id){{0}});
		return;
	}
	c->audit_actor = account->id;
	call_target(c, here->tenant_id, account->id);
}

static bool
fail_elsewhere(struct call *c, const struct membership_row *m,
	       const struct account_row *account)
{
	struct tenant_row t;
	struct id host;

	if (m == NULL)
		return fail(&c->ctx, E_auth_failed, "a member of nothing");
	c->audit_actor = account->id;
	call_target(c, m->tenant_id, account->id);
	membership_tenant(m, &t);
	(void)fail(&c->ctx, E_wrong_host, "a member elsewhere");
	c->ctx.err.host = tenant_sign_in_host(c, &t, &host);
	return false;
}

/* Only who has given the right password hears more than auth_failed. */
static bool
may_enter(struct call *c, const struct auth_sign_in_in *in,
	  const struct tenant_row *host, const struct account_row *account,
	  bool right, const struct memberships *all,
	  const struct membership_row **out)
{
	const struct membership_row *m = membership_choose(c, all, host);

	note_actor(c, host, m, account, in->email);
	if (!right)
		return fail(&c->ctx, E_auth_failed, "wrong password");
	if (m == NULL)
		return fail_elsewhere(c, membership_choose(c, all, NULL),
		    account);
	*out = m;
	return membership_is_open(c, m);
}

static bool
auth_sign_in(struct call *c, const struct auth_sign_in_in *in,
	     struct auth_sign_in_out *out)
{
	const struct membership_row *m = NULL;
	struct memberships all;
	struct account_row account;
	struct tenant_row host, tenant;
	struct entered e;
	bool right;

	if (!tenant_of_host(c, &host) || !entry_allowed(c, in->session))
		return false;
	note_actor(c, &host, NULL, NULL, in->email);
	if (!proof_by_stranger(c, in->email, in->password, &account, &right) ||
	    !membership_list(c, account.id, &all))
		return false;
	c->keep_refusal = true;
	if (!may_enter(c, in, &host, &account, right, &all, &m))
		return false;
	c->keep_refusal = false;
	membership_tenant(m, &tenant);
	if (!entry_open(c, &(struct entry){.account = &account,
	    .tenant = &tenant, .host_id = host.id, .kind = in->session,
	    .remember = in->remember}, &e) ||
	    (in->remember && e.access_token == NULL &&
	    !device_remember(c, account.id)))
		return false;
	out->session = e.session;
	out->user = e.user;
	out->tenant = e.tenant;
	out->access_token = e.access_token;
	out->mfa = e.mfa;
	out->memberships.at = membership_views(c, &all);
	out->memberships.n = all.n;
	return true;
}
