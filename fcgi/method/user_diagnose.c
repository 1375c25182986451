/* SPDX-License-Identifier: MIT */
#include "base/catalog.h"
#include "base/clock.h"
#include "method/user.h"
#include "model/account.h"
#include "model/invitation.h"
#include "model/throttle.h"

#include <string.h>

#define IN(F, T)							\
	F(T, str, email, .max = 254, .format = FORMAT_email,		\
	    .doc = "The address that somebody cannot sign in with")	\
	F(T, id,  tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: where this person is a member")
#define CHECK(F, T)							\
	F(T, str,  name, .one_of = "account|status|tenant|host|password|invitation" \
	    "|delivery|throttling|mfa", .doc = "What was looked at")	\
	F(T, bool, ok, .doc = "Whether it is as it should be")		\
	F(T, str,  hint, .doc = "What there is to know, or to do")
RECORD(user_check, CHECK);
#define OUT(F, T)							\
	F(T, list, checks, user_check, .doc = "In the order in which one looks")
RECORD(user_diagnose_in, IN);
RECORD(user_diagnose_out, OUT);

METHOD(user_diagnose, user_diagnose_in, user_diagnose_out,
	.name    = "user.diagnose",
	.summary = "Find out why somebody cannot sign in.",
	.perm    = PERM_user_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.example = "{\"email\":\"ann@example.com\"}");

#define MOST_CHECKS	9

struct diagnosis {
	struct call *c;
	struct tenant_row tenant;
	struct member_row member;
	struct user_check checks[MOST_CHECKS];
	size_t n;
};

/* One more; HINT is a sentence of the catalogues, VALUE what stands in its %s. */
static void
say(struct diagnosis *d, const char *name, bool ok, const char *hint,
    const char *value)
{
	struct ctx *ctx = &d->c->ctx;
	const char *sentence = ctx_say(ctx, hint);
	const char *at = strstr(sentence, "%s");

	if (at != NULL)
		sentence = arena_printf(ctx->arena, "%.*s%s%s",
		    (int)(at - sentence), sentence, value, at + 2);
	d->checks[d->n++] = (struct user_check){name, ok, sentence};
}

static void
check_status(struct diagnosis *d)
{
	const struct member_row *m = &d->member;
	bool active = strcmp(m->status, "active") == 0;
	bool pending = strcmp(m->status, "pending") == 0;

	say(d, "status", active, active ? LATER("The user is active.") :
	    pending ? LATER("The invitation is not accepted yet.") :
	    m->access_expires_at != INT_ABSENT &&
	    m->access_expires_at <= d->c->ctx.now ?
	    LATER("The access has ended by itself; activate the user.") :
	    LATER("The user is inactive; activate the user."), NULL);
}

static void
check_tenant(struct diagnosis *d)
{
	struct error e;
	bool open = tenant_is_open(d->c, &d->tenant);

	if (!open)
		err_take(&d->c->ctx, &e);
	say(d, "tenant", open, open ? LATER("%s is open.") :
	    LATER("%s is suspended: nobody signs in."), d->tenant.name);
}

static void
check_host(struct diagnosis *d)
{
	struct id host;

	say(d, "host", true, LATER("Signing in works at https://%s/ only."),
	    tenant_sign_in_host(d->c, &d->tenant, &host));
}

static void
check_password(struct diagnosis *d)
{
	bool has = d->member.has_password;

	say(d, "password", has, has ? LATER("There is a password.") :
	    LATER("There is no password yet: it is set through the link in the mail."),
	    NULL);
}

static bool
check_invitation(struct diagnosis *d)
{
	struct invitation_row i;
	bool found, expired;

	if (!invitation_find_open(d->c, d->tenant.id, d->member.id, &i, &found))
		return false;
	expired = found && strcmp(i.status, "expired") == 0;
	say(d, "invitation", !found, !found ?
	    LATER("No invitation is pending.") : expired ?
	    LATER("The invitation expired on %s; send it again.") :
	    LATER("An invitation is pending until %s."), !found ? NULL :
	    clock_format(call_arena(d->c), i.expires_at));
	return true;
}

static bool
check_delivery(struct diagnosis *d)
{
	const struct member_row *m = &d->member;
	const char *to = m->communication_email == NULL ? m->email :
	    m->communication_email;
	struct delivery mail;
	bool found, sent;

	if (!db_opt(d->c->db, SQL_member_newest_mail, ARGS(
	    ARG(tenant_id, d->tenant.id),
	    ARG(to_key, account_email_key(call_arena(d->c), to))), delivery,
	    &mail, &found))
		return false;
	sent = found && strcmp(mail.state, "sent") == 0;
	say(d, "delivery", !found || sent, !found ?
	    LATER("No mail was sent to %s.") : sent ?
	    LATER("The newest mail was taken by the mail server; look in the spam folder of %s.") :
	    LATER("The newest mail to %s is not through; mail.list says why."), to);
	return true;
}

static bool
check_throttling(struct diagnosis *d)
{
	int64_t wait;

	if (!throttle_wait(d->c, d->member.email, &wait))
		return false;
	say(d, "throttling", wait == 0, wait == 0 ?
	    LATER("Wrong passwords hold nobody back.") :
	    LATER("Too many wrong passwords: the next try is possible in %s seconds; a reset link works now."),
	    arena_printf(call_arena(d->c), "%lld", (long long)wait));
	return true;
}

static void
check_mfa(struct diagnosis *d)
{
	struct settings s;
	bool required;

	tenant_settings(d->c, &d->tenant, &s);
	required = setting_bool(&s, SETTING_mfa_required);
	say(d, "mfa", d->member.mfa_enabled || !required,
	    d->member.mfa_enabled ?
	    LATER("A code of the second factor is asked for; user.reset_mfa removes it.") :
	    required ? LATER("A second factor is required here and not set up: that comes first after signing in.") :
	    LATER("No second factor is asked for."), NULL);
}

/* Whose address it is, as far as the caller reaches. */
static bool
find(struct diagnosis *d, const struct user_diagnose_in *in, bool *found)
{
	struct call *c = d->c;
	struct id tenant = in->tenant_id;
	struct account_row account;
	struct error e;

	if (!account_find(c, in->email, &account, found))
		return false;
	if (!*found)
		return !id_is_null(tenant) ? caller_target(c, tenant,
		    PERM_user_read, &d->tenant) : true;
	if (member_target(c, tenant, account.id, PERM_user_read, &d->member,
	    &d->tenant))
		return true;
	if (c->ctx.err.code != E_not_found)
		return false;
	err_take(&c->ctx, &e);
	*found = false;
	return id_is_null(tenant) || caller_target(c, tenant, PERM_user_read,
	    &d->tenant);
}

static bool
user_diagnose(struct call *c, const struct user_diagnose_in *in,
	      struct user_diagnose_out *out)
{
	struct diagnosis *d = arena_new(call_arena(c), struct diagnosis);
	bool found;

	d->c = c;
	if (!find(d, in, &found))
		return false;
	say(d, "account", found, found ? LATER("%s is a user here.") :
	    LATER("%s is no user here: look at the spelling and at the tenant, or invite this address."),
	    in->email);
	if (found) {
		check_status(d);
		check_tenant(d);
		check_host(d);
		check_password(d);
		if (!check_invitation(d) || !check_delivery(d) ||
		    !check_throttling(d))
			return false;
		check_mfa(d);
	}
	out->checks.at = d->checks;
	out->checks.n = d->n;
	return true;
}
