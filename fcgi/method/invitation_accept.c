/* SPDX-License-Identifier: MIT */
#include "model/entry.h"
#include "model/inviter.h"
#include "model/offer.h"
#include "model/proof.h"
#include "model/throttle.h"

#define IN(F, T)							\
	F(T, str, token, .max = 128, .secret = true, .doc = "What stands behind # in the link") \
	F(T, str, password, .opt = true, .max = 1024, .secret = true,	\
	    .doc = "A new one; of a person who has an account, its own") \
	F(T, str, first_name, .opt = true, .max = 255, .name_text = true, .doc = "First name") \
	F(T, str, last_name, .opt = true, .max = 255, .name_text = true, .doc = "Last name") \
	F(T, str, language, .opt = true, .max = 35, .format = FORMAT_language, .doc = "Preferred language") \
	SESSION_KIND(F, T)
RECORD(invitation_accept_in, IN);

METHOD(invitation_accept, invitation_accept_in, entered,
	.name = "invitation.accept",
	.summary = "Accept an invitation with the link from a mail, and be signed in by that.",
	.perm = PERM_PUBLIC,
	.tx = TX_WRITE,
	.secret = true,
	.errors = ERRS(E_token_unknown, E_token_used, E_token_expired,
	    E_token_revoked, E_inviter_lost_right, E_auth_failed,
	    E_password_weak, E_user_inactive, E_tenant_suspended,
	    E_bad_origin),
	.example = "{\"token\":\"Yx9vQm2cKd7sWn1bRt5gHj8lZa3eUf6oIy0kLq4NsP2\","
	    "\"password\":\"correct-battery-staple-41\"}");

/* Names that this tenant wants to have, and nobody has given so far. */
static void
check_names(struct call *c, const struct invitation_accept_in *in,
	    const struct link *l, const struct offer *o)
{
	struct strs asked = setting_strs(call_arena(c), &l->settings,
	    SETTING_invite_required_fields);

	if (strs_has(asked, "first_name") && in->first_name == NULL &&
	    offer_first_name(l, o) == NULL)
		fault_add(&c->ctx, "first_name", "required", "is required");
	if (strs_has(asked, "last_name") && in->last_name == NULL &&
	    offer_last_name(l, o) == NULL)
		fault_add(&c->ctx, "last_name", "required", "is required");
}

static bool
check_params(struct call *c, const struct invitation_accept_in *in,
	     const struct link *l, const struct offer *o)
{
	if (in->password == NULL)
		fault_add(&c->ctx, "password", "required", "is required");
	check_names(c, in, l, o);
	return fail_faults(&c->ctx);
}

/* Whoever has an account comes with its password: a link that was passed on makes nobody
 * a member in her name.  Begins the transaction anew, so before any change. */
static bool
prove(struct call *c, const struct invitation_accept_in *in, struct link *l)
{
	const char *email = l->account.email;
	bool right;

	if (!proof_by_stranger(c, email, in->password, &l->account, &right))
		return false;
	if (right)
		return true;
	c->keep_refusal = true;
	return fail_field(&c->ctx, E_auth_failed, "password", "wrong password");
}

static bool
set_password(struct call *c, const struct link *l, const char *password)
{
	return account_check_password(c, &l->account, &l->settings,
	    l->tenant.name, password, "password") &&
	    account_set_password(c, l->account.id, password) &&
	    throttle_clear_address(c, l->account.email);
}

static const char *
either(const char *said, const char *had)
{
	return said != NULL ? said : had;
}

static bool
set_profile(struct call *c, const struct invitation_accept_in *in,
	    const struct link *l, const struct offer *o)
{
	return account_update_profile(c, l->account.id,
	    either(in->first_name, offer_first_name(l, o)),
	    either(in->last_name, offer_last_name(l, o)), in->language, NULL);
}

static bool
invitation_accept(struct call *c, const struct invitation_accept_in *in,
		  struct entered *out)
{
	struct entry e = {.kind = in->session};
	struct offer o;
	struct link l;

	if (!entry_allowed(c, in->session) ||
	    !link_open(c, in->token, "invitation|access_link", &l) ||
	    !offer_get(c, &l, &o))
		return false;
	call_target(c, l.tenant.id, o.row.id);
	c->audit_actor = l.account.id;
	c->audit_actor_name = l.account.email;
	if (!check_params(c, in, &l, &o) ||
	    (o.has_password && !prove(c, in, &l)) ||
	    !inviter_check(c, o.row.invited_by, &l.tenant, &o.role,
	    strs_parse(call_arena(c), o.row.permissions)) ||
	    !offer_accept(c, &l, &o) ||
	    (!o.has_password && !set_password(c, &l, in->password)) ||
	    !set_profile(c, in, &l, &o))
		return false;
	e.account = &l.account;
	e.tenant = &l.tenant;
	e.host_id = l.token.host_id;
	return entry_open(c, &e, out);
}
