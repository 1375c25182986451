/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/cli/operator.h"
#include "app/cli/secret.h"
#include "crypt/crypt.h"
#include "model/account.h"
#include "model/membership.h"
#include "model/throttle.h"

#include <stdio.h>

/* One step after the other, as a sign-in takes them.  Nothing is written: no try is
 * counted, no session opened, and the audit hears of nobody. */
struct trial {
	struct operator o;
	struct call call;
	const char *email, *password;
	struct account_row account;
	enum status status;		/* of the first step that went wrong */
};

static void
say(struct trial *t, bool well, enum status otherwise, const char *what,
    const char *words)
{
	if (!well && t->status == STATUS_OK)
		t->status = otherwise;
	command_verdict(well, what, words);
}

static bool
try_account(struct trial *t, bool *found)
{
	if (!account_find(&t->call, t->email, &t->account, found))
		return false;
	say(t, *found, STATUS_NOT_FOUND, "account", *found ?
	    id_format(call_arena(&t->call), t->account.id) :
	    "there is none with this address");
	return true;
}

static bool
try_password(struct trial *t)
{
	const struct account_row *a = &t->account;
	bool over = a->password_expires_at != INT_ABSENT &&
	    a->password_expires_at <= t->call.ctx.now;
	bool right = false;

	if (a->password_hash != NULL &&
	    !password_verify(&t->call.ctx, &service(&t->call)->password_cost,
	    a->password_hash, t->password, &right))
		return false;
	say(t, right && !over, STATUS_FORBIDDEN, "password",
	    a->password_hash == NULL ? "there is none yet: the link in the "
	    "invitation sets it" : !right ? "this is not it" :
	    over ? "it was a temporary one, and its time is over" :
	    a->must_change_password ? "it is right, and must be changed first" :
	    "it is right");
	return true;
}

static bool
try_throttle(struct trial *t)
{
	int64_t wait;

	if (!throttle_wait(&t->call, t->email, &wait))
		return false;
	say(t, wait == 0, STATUS_FORBIDDEN, "throttling", wait == 0 ?
	    "wrong passwords hold nobody back" :
	    arena_printf(call_arena(&t->call), "too many wrong passwords: "
	    "held back for %lld seconds", (long long)wait));
	return true;
}

static void
try_membership(struct trial *t, const struct membership_row *m)
{
	struct arena *a = call_arena(&t->call);
	struct tenant_row tenant;
	struct error e = {0};
	struct id host;
	bool open = membership_is_open(&t->call, m);

	if (!open)
		err_take(&t->call.ctx, &e);
	membership_tenant(m, &tenant);
	say(t, open, STATUS_FORBIDDEN, "tenant", open ?
	    arena_printf(a, "%s, role %s: signs in at https://%s/", m->name,
	    m->role_name, tenant_sign_in_host(&t->call, &tenant, &host)) :
	    arena_printf(a, "%s, %s: %s", m->name, m->status,
	    err_message(&e)));
}

static bool
try_memberships(struct trial *t)
{
	struct memberships all;

	if (!membership_list(&t->call, t->account.id, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		try_membership(t, &all.at[i]);
	if (all.n == 0)
		say(t, false, STATUS_FORBIDDEN, "tenant", "a member of nothing");
	return true;
}

static bool
try_all(struct trial *t)
{
	bool found;

	if (!try_account(t, &found))
		return false;
	if (!found)
		return true;
	if (!try_password(t) || !try_throttle(t) || !try_memberships(t))
		return false;
	say(t, true, STATUS_OK, "mfa", t->account.mfa_enabled ?
	    "a code is asked for next" : "no code is asked for");
	return true;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct trial t = {.status = STATUS_OK};
	bool done;

	if (argc != 2 || strcmp(argv[0], "test") != 0)
		return command_misused(&command_auth, "auth needs test EMAIL");
	t.email = argv[1];
	if (!secret_read(c, "password", &t.password) || !app_warm(c, app))
		return command_failed(c);
	operator_open(&t.o, c->arena, app, &app->db);
	operator_call(&t.o, &t.call);
	done = try_all(&t);
	operator_close(&t.o);
	return done ? t.status : command_failed(&t.call.ctx);
}

const struct command command_auth = {
	.name = "auth",
	.usage = "test EMAIL",
	.words = "test",
	.summary = "Try a sign-in step by step, and say which step fails.",
	.help =
	    "  tenantry auth test ann@example.com\n"
	    "  pass show ann | tenantry auth test ann@example.com\n"
	    "\n"
	    "The password is one line of standard input.  A line for account, password,\n"
	    "throttling, each tenant and the second factor.  Nothing is changed: no try is\n"
	    "counted, nobody is signed in, the audit says nothing.\n"
	    "Exit status: 0 she gets in, 3 no such account, 5 something keeps her out.\n",
	.run = run,
};
