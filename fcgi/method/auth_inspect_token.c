/* SPDX-License-Identifier: MIT */
#include "model/branding.h"
#include "model/offer.h"

#include <string.h>

#define LINK_TENANT(F, T)						\
	F(T, str, name, .doc = "Its name")				\
	F(T, str, slug, .nullable = true, .doc = "The first label of its host") \
	F(T, rec, branding, branding, .doc = "How it presents itself")
RECORD(link_tenant, LINK_TENANT);

#define IN(F, T)							\
	F(T, str, token, .max = 128, .secret = true, .doc = "What stands behind # in the link")
#define OUT(F, T)							\
	F(T, str,  purpose, .one_of = "invitation|access_link|password_reset|email_change", \
	    .doc = "What the link is for")				\
	F(T, rec,  tenant, link_tenant, .doc = "Where it leads")	\
	F(T, str,  email_masked, .doc = "Whose it is, as she knows it and nobody else") \
	F(T, str,  inviter, .opt = true, .doc = "Of an invitation: the name of the person who invites, if it is known") \
	F(T, str,  role_title, .opt = true, .doc = "Of an invitation: the role") \
	F(T, str,  language, .doc = "Of the person")			\
	F(T, strs, needs, .doc = "What to ask the person for: password (a new one), sign_in (the one of her account), first_name, last_name") \
	F(T, int,  password_min_length, .doc = "Fewest characters of a new password") \
	F(T, time, expires_at, .doc = "When the link dies")
RECORD(auth_inspect_token_in, IN);
RECORD(auth_inspect_token_out, OUT);

METHOD(auth_inspect_token, auth_inspect_token_in, auth_inspect_token_out,
	.name = "auth.inspect_token",
	.summary = "What a link stands for. Changes nothing, ever.",
	.perm = PERM_PUBLIC,
	.tx = TX_READ,
	.errors = ERRS(E_token_unknown, E_token_used, E_token_expired,
	    E_token_revoked, E_user_inactive, E_tenant_suspended, E_not_found));

#define ANY_PURPOSE	"invitation|access_link|password_reset|email_change"

/* ann@x.test is a***@x.test. */
static const char *
masked(struct call *c, const char *email)
{
	return arena_printf(call_arena(c), "%c***%s", email[0],
	    strrchr(email, '@'));
}

static struct strs
needs_of(struct call *c, const struct link *l, const struct offer *o)
{
	const char **at = arena_array(call_arena(c), 3, sizeof(*at));
	struct strs needs = {at, 0};

	if (strcmp(l->token.purpose, "email_change") == 0)
		return needs;
	at[needs.n++] = o != NULL && o->has_password ? "sign_in" : "password";
	if (o != NULL && offer_first_name(l, o) == NULL)
		at[needs.n++] = "first_name";
	if (o != NULL && offer_last_name(l, o) == NULL)
		at[needs.n++] = "last_name";
	return needs;
}

static void
show_tenant(struct call *c, const struct link *l,
	    struct auth_inspect_token_out *out)
{
	struct branding *branding = arena_new(call_arena(c), struct branding);
	struct link_tenant *t = arena_new(call_arena(c), struct link_tenant);

	branding_of(&l->settings, branding);
	*t = (struct link_tenant){l->tenant.name, l->tenant.slug, branding};
	out->tenant = t;
}

static bool
auth_inspect_token(struct call *c, const struct auth_inspect_token_in *in,
		   struct auth_inspect_token_out *out)
{
	bool invited;
	struct offer o;
	struct link l;

	if (!link_open(c, in->token, ANY_PURPOSE, &l))
		return false;
	invited = !id_is_null(l.token.invitation_id);
	if (invited && !offer_get(c, &l, &o))
		return false;
	show_tenant(c, &l, out);
	out->purpose = l.token.purpose;
	out->email_masked = masked(c, l.account.email);
	out->inviter = invited ? offer_inviter(c, &o) : NULL;
	out->role_title = invited ?
	    role_says(c, o.role.builtin, o.role.title) : NULL;
	out->language = l.account.language;
	out->needs = needs_of(c, &l, invited ? &o : NULL);
	out->password_min_length = account_password_length(&l.settings);
	out->expires_at = l.token.expires_at;
	return true;
}
