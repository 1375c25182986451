/* SPDX-License-Identifier: MIT */
/*
 * Making invitations: one question about all addresses, one decision for each person,
 * then all rows of a table in one go.  A thousand people cost hardly more than ten.
 */
#include "model/invitation.h"

#include "model/account.h"
#include "model/erased.h"
#include "model/language.h"
#include "model/outbox.h"
#include "model/session.h"
#include "model/token.h"

#include <stdlib.h>
#include <string.h>

#define HOUR		3600
#define MAILS_FREE	3		/* so many need no closer look */

/* What is known of one address.  Without an account only the last two count. */
#define INVITE_STATE(F, T)						\
	F(T, int,  place)		/* from 1 */			\
	F(T, id,   account_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)					\
	F(T, str,  status)		/* of the membership here; NULL: none */ \
	F(T, bool, elsewhere)						\
	F(T, bool, erased)						\
	F(T, int,  mails)		/* of the last day */
RECORD(invite_state, INVITE_STATE);

enum plan {
	PLAN_none,	/* failed or skipped */
	PLAN_new,	/* an account is made */
	PLAN_offer,	/* a membership for somebody who has an account */
	PLAN_renew	/* an inactive member begins anew (C3) */
};

struct guest {
	const struct invitee *who;
	const struct invite_state *state;
	const struct role_row *role;
	enum plan plan;
	bool retire;		/* the account of a removed person leaves the address */
	struct id account_id;
	struct invite_result *out;
};

/* One call of invitation_make_all. */
struct party {
	struct call *c;
	const struct tenant_row *t;
	const struct invite_options *opt;
	bool single;			/* opt->path is the person's own */
	struct guest *at;
	size_t n;

	struct settings settings;
	struct strs required, domains;
	const struct role_row *roles;
	size_t role_count;
	bool direct, temporary, multi, reuse;
	const char *on_existing;
	const char *mail_kind;
	int64_t ttl, seats;
	const char *blame;		/* the setting behind a fault */
};

static bool
prepare(struct party *p)
{
	struct settings *s = &p->settings;
	struct arena *a = call_arena(p->c);

	tenant_settings(p->c, p->t, s);
	p->required = setting_strs(a, s, SETTING_invite_required_fields);
	p->domains = setting_strs(a, s, SETTING_invite_domains);
	p->direct = setting_is(s, SETTING_onboarding, "direct");
	p->temporary = p->direct &&
	    setting_is(s, SETTING_direct_credential, "temporary_password");
	p->mail_kind = p->temporary ? "temporary_password" : "invitation";
	p->multi = setting_is(s, SETTING_membership_mode, "multi");
	p->reuse = setting_is(s, SETTING_login_email_reuse, "after_removal");
	p->on_existing = p->opt->on_existing != NULL ? p->opt->on_existing :
	    setting_is(s, SETTING_role_change, "forbidden") ? "reactivate" :
	    "reject";
	p->ttl = HOUR * (p->opt->expires_in_hours == INT_ABSENT ?
	    setting_int(s, SETTING_invite_ttl_hours) :
	    p->opt->expires_in_hours);
	return role_list_for(p->c, p->t, &p->roles, &p->role_count);
}

/* ---- what must be given ---- */

static const char *
path_of(const struct party *p, size_t i, const char *member)
{
	struct arena *a = call_arena(p->c);

	if (p->opt->path == NULL)
		return member;
	return p->single ? arena_printf(a, "%s.%s", p->opt->path, member) :
	    arena_printf(a, "%s[%zu].%s", p->opt->path, i, member);
}

static const char *
given(const struct invitee *who, const char *name)
{
	return strcmp(name, "first_name") == 0 ? who->first_name :
	    strcmp(name, "last_name") == 0 ? who->last_name :
	    strcmp(name, "language") == 0 ? who->language :
	    who->communication_email;
}

static void
check_required(struct party *p, size_t i)
{
	for (size_t k = 0; k < p->required.n; k++) {
		const char *text = given(p->at[i].who, p->required.at[k]);

		if (text != NULL && *text != '\0')
			continue;
		fault_add(&p->c->ctx, path_of(p, i, p->required.at[k]),
		    "required", "is required here");
		p->blame = setting_name(SETTING_invite_required_fields);
	}
}

static void
check_role(struct party *p, size_t i)
{
	struct guest *g = &p->at[i];
	const char *name = g->who->role;
	bool by_default = name == NULL || *name == '\0';

	if (by_default)
		name = setting_text(&p->settings, SETTING_default_role);
	if (name != NULL && *name != '\0')
		g->role = role_named(p->roles, p->role_count, name);
	if (g->role != NULL)
		return;
	if (by_default)
		p->blame = setting_name(SETTING_default_role);
	fault_add(&p->c->ctx, path_of(p, i, "role"), by_default ? "required" :
	    "unknown", by_default ? "is required here" : "is no role here");
}

static void
check(struct party *p, size_t i)
{
	int64_t end = p->at[i].who->access_expires_at;

	check_required(p, i);
	check_role(p, i);
	if (end != INT_ABSENT && end != INT_NULL && end <= p->c->ctx.now)
		fault_add(&p->c->ctx, path_of(p, i, "access_expires_at"),
		    "range", "must be in the future");
}

static bool
fail_checked(struct party *p)
{
	if (fail_faults(&p->c->ctx))
		return true;
	p->c->ctx.err.setting = p->blame;
	return false;
}

/* ---- what is known ---- */

static void
add_address(struct party *p, struct buf *b, const struct invitee *who)
{
	struct arena *a = call_arena(p->c);
	const char *to = who->communication_email == NULL ? who->email :
	    who->communication_email;
	const char *erased = p->reuse ? NULL : erased_key(p->c, who->email);

	buf_putc(b, '[');
	json_write_string(b, account_email_key(a, who->email));
	buf_putc(b, ',');
	json_write_string(b, account_email_key(a, to));
	buf_putc(b, ',');
	json_write_string(b, erased == NULL ? "" : erased);
	buf_putc(b, ']');
}

static bool
look_up(struct party *p)
{
	struct { const struct invite_state *at; size_t n; } states;
	struct buf b;

	buf_init(&b, call_arena(p->c));
	for (size_t i = 0; i < p->n; i++) {
		buf_putc(&b, i == 0 ? '[' : ',');
		add_address(p, &b, p->at[i].who);
	}
	buf_putc(&b, ']');
	if (!db_all(p->c->db, SQL_invite_states, ARGS(
	    ARG(tenant_id, p->t->id), ARG(addresses, buf_text(&b)),
	    ARG(kind, p->mail_kind), TIME(now, p->c->ctx.now),
	    TIME(since, p->c->ctx.now - 24 * HOUR)), invite_state, &states))
		return false;
	for (size_t k = 0; k < states.n; k++)
		p->at[states.at[k].place - 1].state = &states.at[k];
	return true;
}

/* ---- one decision ---- */

static bool
in_domains(const struct party *p, const char *email)
{
	const char *domain = strrchr(email, '@') + 1;

	for (size_t i = 0; i < p->domains.n; i++)
		if (strcasecmp(p->domains.at[i], domain) == 0)
			return true;
	return p->domains.n == 0;
}

static bool
decide_member(struct party *p, struct guest *g)
{
	struct ctx *ctx = &p->c->ctx;
	bool inactive = strcmp(g->state->status, "inactive") == 0;

	if (strcmp(p->on_existing, "skip") == 0) {
		g->out->skipped = true;
		return true;
	}
	if (strcmp(g->state->status, "pending") == 0)
		return fail(ctx, E_email_taken, "pending here");
	if (!inactive || strcmp(p->on_existing, "reactivate") != 0)
		return fail(ctx, E_already_member, "%s here", g->state->status);
	g->plan = PLAN_renew;
	return true;
}

static bool
decide_plan(struct party *p, struct guest *g)
{
	struct ctx *ctx = &p->c->ctx;

	if (g->state->status != NULL)
		return decide_member(p, g);
	if (g->state->elsewhere && !p->multi)
		return fail_setting(ctx, E_user_exists_elsewhere,
		    setting_name(SETTING_membership_mode));
	if (!p->reuse && (g->state->erased ||
	    (!id_is_null(g->state->account_id) && !g->state->elsewhere)))
		return fail_setting(ctx, E_email_used_before,
		    setting_name(SETTING_login_email_reuse));
	g->retire = !id_is_null(g->state->account_id) && !g->state->elsewhere;
	g->plan = g->state->elsewhere ? PLAN_offer : PLAN_new;
	return true;
}

static const char *
mail_to(const struct guest *g)
{
	if (g->who->communication_email != NULL)
		return g->who->communication_email;
	return g->plan == PLAN_new || g->state->communication_email == NULL ?
	    g->who->email : g->state->communication_email;
}

static bool
decide(struct party *p, size_t i)
{
	struct guest *g = &p->at[i];
	struct ctx *ctx = &p->c->ctx;

	if (!role_may_assign(p->c, p->t, g->role, path_of(p, i, "role")) ||
	    !role_may_grant(p->c, p->t, g->who->permissions,
	    path_of(p, i, "permissions")))
		return false;
	if (!in_domains(p, g->who->email))
		return fail_setting(ctx, E_domain_not_allowed,
		    setting_name(SETTING_invite_domains));
	if (!decide_plan(p, g) || g->plan == PLAN_none)
		return ctx->err.code == E_none;
	if (p->opt->send_email && g->state->mails >= MAILS_FREE &&
	    !outbox_limit(p->c, p->mail_kind, mail_to(g)))
		return false;
	if (p->seats == 0)
		return fail_setting(ctx, E_seat_limit,
		    setting_name(SETTING_max_users));
	p->seats--;
	g->account_id = g->plan == PLAN_new ? id_make(KIND_user) :
	    g->state->account_id;
	return true;
}

static bool
concerns_the_call(enum err e)
{
	return e == E_busy || e == E_uncertain || e == E_internal;
}

/* Every guest gets a plan or an error; false only if the call itself fails. */
static bool
decide_all(struct party *p, size_t *failed)
{
	*failed = 0;
	for (size_t i = 0; i < p->n; i++) {
		struct guest *g = &p->at[i];
		struct error *e;

		p->blame = NULL;
		if (p->opt->path == NULL)
			check(p, i);
		if (fail_checked(p) && decide(p, i))
			continue;
		if (concerns_the_call(p->c->ctx.err.code))
			return false;
		e = arena_new(call_arena(p->c), struct error);
		err_take(&p->c->ctx, e);
		if (e->field == NULL)
			e->field = path_of(p, i, "email");
		g->plan = PLAN_none;
		g->out->error = e;
		(*failed)++;
	}
	return true;
}

/* ---- rows ---- */

/* Arguments that outlive the block in which they were made. */
static struct args
kept(struct arena *a, struct args args)
{
	return (struct args){(const struct arg *)(void *)arena_memdup(a,
	    args.at, args.n * sizeof(*args.at)), args.n};
}

typedef bool want(const struct guest *);
typedef struct args row(struct party *, const struct guest *);

/* The rows of those who are wanted, in one statement. */
static bool
write_each(struct party *p, enum sql sql, want *is_wanted, row *make)
{
	struct arena *a = call_arena(p->c);
	struct arena_mark mark = arena_mark(a);
	struct args *rows = arena_array(a, p->n + 1, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (is_wanted(&p->at[i]))
			rows[n++] = make(p, &p->at[i]);
	if (n > 0 && !db_each(p->c->db, sql, rows, n, NULL))
		return false;
	arena_rewind(a, mark);
	return true;
}

static bool
is_retired(const struct guest *g)
{
	return g->plan == PLAN_new && g->retire;
}

static bool
is_new(const struct guest *g)
{
	return g->plan == PLAN_new;
}

static bool
is_joining(const struct guest *g)
{
	return g->plan == PLAN_new || g->plan == PLAN_offer;
}

static bool
is_invited(const struct guest *g)
{
	return g->plan != PLAN_none;
}

/* Nobody is made a member elsewhere than where she is one without her consent. */
static bool
is_direct(const struct party *p, const struct guest *g)
{
	return p->direct && !g->state->elsewhere;
}

static const char *
status_of(const struct party *p, const struct guest *g)
{
	return is_direct(p, g) ? "active" : "pending";
}

static const char *
spoken_by(const struct party *p, const struct guest *g)
{
	return g->who->language != NULL ? g->who->language :
	    setting_text(&p->settings, SETTING_default_language);
}

static const char *
permissions_of(const struct party *p, const struct guest *g)
{
	return g->who->permissions.n == 0 ? "[]" :
	    strs_write(call_arena(p->c), g->who->permissions);
}

static struct args
retired_row(struct party *p, const struct guest *g)
{
	return kept(call_arena(p->c), ARGS(ARG(id, g->state->account_id)));
}

static struct args
account_args(struct party *p, const struct guest *g)
{
	struct arena *a = call_arena(p->c);
	const struct invitee *w = g->who;

	return kept(a, ARGS(
	    ARG(id, g->account_id), ARG(email, w->email),
	    ARG(email_key, account_email_key(a, w->email)),
	    ARG(communication_email, w->communication_email),
	    ARG(first_name, w->first_name), ARG(last_name, w->last_name),
	    ARG(language, spoken_by(p, g)), ARG(tenant_id, p->t->id),
	    TIME(now, p->c->ctx.now)));
}

static struct args
member_args(struct party *p, const struct guest *g)
{
	return kept(call_arena(p->c), ARGS(
	    ARG(tenant_id, p->t->id), ARG(account_id, g->account_id),
	    ARG(role_id, g->role->id), ARG(status, status_of(p, g)),
	    ARG(permissions, permissions_of(p, g)),
	    TIME(access_expires_at, g->who->access_expires_at),
	    TIME(now, p->c->ctx.now)));
}

/* A temporary password is no offer: there is nothing left to accept. */
static bool
is_accepted(const struct party *p, const struct guest *g)
{
	return p->temporary && is_direct(p, g);
}

static void
make_row(struct party *p, struct guest *g)
{
	const struct invitee *w = g->who;
	int64_t now = p->c->ctx.now;
	bool accepted = is_accepted(p, g);
	const char *to = mail_to(g);

	g->out->row = (struct invitation_row){
		.id = id_make(KIND_invitation), .tenant_id = p->t->id,
		.account_id = g->account_id,
		.email = g->plan == PLAN_new ? w->email : g->state->email,
		.communication_email = strcmp(to, w->email) == 0 ? NULL : to,
		.first_name = w->first_name, .last_name = w->last_name,
		.language = spoken_by(p, g), .role_id = g->role->id,
		.role_name = g->role->name,
		.permissions = permissions_of(p, g),
		.message = p->opt->message,
		.status = accepted ? "accepted" : "pending",
		.invited_by = p->c->who->id,
		.send_count = p->opt->send_email, .ttl_seconds = p->ttl,
		.expires_at = now + p->ttl,
		.accepted_at = accepted ? now : INT_ABSENT,
		.version = 1, .created_at = now,
		.delivery_state = p->opt->send_email ? "queued" : NULL,
		.delivery_next_at = now, .delivery_updated_at = now,
	};
}

static struct args
invitation_args(struct party *p, const struct guest *g)
{
	const struct invitation_row *i = &g->out->row;

	return kept(call_arena(p->c), ARGS(
	    ARG(tenant_id, i->tenant_id), ARG(id, i->id),
	    ARG(account_id, i->account_id), ARG(email, i->email),
	    ARG(communication_email, i->communication_email),
	    ARG(first_name, i->first_name), ARG(last_name, i->last_name),
	    ARG(language, i->language), ARG(role_id, i->role_id),
	    ARG(permissions, i->permissions), ARG(message, i->message),
	    ARG(status, i->status), ARG(invited_by, i->invited_by),
	    ARG(send_count, i->send_count), ARG(ttl_seconds, i->ttl_seconds),
	    TIME(expires_at, i->expires_at),
	    TIME(accepted_at, i->accepted_at), TIME(now, i->created_at)));
}

static bool
queue_mails(struct party *p)
{
	struct outbox_mail *mails = arena_array(call_arena(p->c), p->n + 1,
	    sizeof(*mails));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct guest *g = &p->at[i];

		if (g->plan == PLAN_none)
			continue;
		mails[n++] = (struct outbox_mail){
			.kind = is_accepted(p, g) ? "temporary_password" :
			    "invitation",
			.tenant_id = p->t->id, .account_id = g->account_id,
			.invitation_id = g->out->row.id, .to = mail_to(g),
			.language = spoken_by(p, g),
		};
	}
	return outbox_add_all(p->c, mails, n);
}

/* ---- an inactive member begins anew ---- */

/* The old password and what it opened are worth nothing from here on, unless they open
 * something else, too. */
static bool
void_credentials(struct party *p, const struct guest *g)
{
	struct id who = g->account_id;
	int64_t ended;

	if (g->state->elsewhere)
		return session_end_member(p->c, who, p->t->id, &ended);
	return db_exec(p->c->db, SQL_invite_void_password, ARGS(ARG(id, who)),
	    NULL) && session_end_account(p->c, who, &ended) &&
	    token_revoke_account(p->c, who, "password_reset") &&
	    account_update_profile(p->c, who, g->who->first_name,
	    g->who->last_name, g->who->language, g->who->communication_email);
}

static bool
renew(struct party *p, const struct guest *g)
{
	struct invitation_row open;
	bool found;

	if (!invitation_find_open(p->c, p->t->id, g->account_id, &open, &found) ||
	    (found && !invitation_end(p->c, &open)))
		return false;
	return void_credentials(p, g) &&
	    db_exec(p->c->db, SQL_invite_renew_member, ARGS(
	    ARG(tenant_id, p->t->id), ARG(account_id, g->account_id),
	    ARG(role_id, g->role->id), ARG(status, status_of(p, g)),
	    ARG(permissions, permissions_of(p, g)),
	    TIME(access_expires_at, g->who->access_expires_at)), NULL);
}

/* ---- all of it ---- */

/* The count first: the row of the tenant is what others wait for, and a new member locks
 * it as well. */
static bool
write_all(struct party *p)
{
	int64_t joining = 0;

	for (size_t i = 0; i < p->n; i++) {
		joining += is_joining(&p->at[i]);
		if (is_invited(&p->at[i]))
			make_row(p, &p->at[i]);
	}
	if (joining != p->opt->counted && !tenant_add_users(p->c, p->t->id,
	    joining - p->opt->counted))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (p->at[i].plan == PLAN_renew && !renew(p, &p->at[i]))
			return false;
	return write_each(p, SQL_invite_retire_account, is_retired, retired_row) &&
	    write_each(p, SQL_invite_account, is_new, account_args) &&
	    write_each(p, SQL_member_insert, is_joining, member_args) &&
	    write_each(p, SQL_invitation_insert, is_invited, invitation_args) &&
	    (!p->opt->send_email || queue_mails(p));
}

static bool
make(struct party *p, const struct invitee *people, size_t n,
     struct invite_result *out, size_t *out_failed)
{
	p->at = arena_array(call_arena(p->c), n + 1, sizeof(*p->at));
	p->n = n;
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct invite_result){0};
		p->at[i] = (struct guest){.who = &people[i], .out = &out[i]};
	}
	if (p->opt->send_email && !service(p->c)->mail_configured)
		return fail(&p->c->ctx, E_mail_not_configured, "no relay");
	if (!prepare(p))
		return false;
	for (size_t i = 0; p->opt->path != NULL && i < n; i++)
		check(p, i);
	if (!fail_checked(p) || !member_seats(p->c, p->t, &p->seats) ||
	    !look_up(p) || !decide_all(p, out_failed))
		return false;
	if (p->opt->all_or_nothing && *out_failed > 0)
		for (size_t i = 0; i < n; i++)
			p->at[i].plan = PLAN_none;
	return write_all(p);
}

bool
invitation_make_all(struct call *c, const struct tenant_row *t,
		    const struct invitee *people, size_t n,
		    const struct invite_options *opt, struct invite_result *out,
		    size_t *out_failed)
{
	struct party p = {.c = c, .t = t, .opt = opt};

	return make(&p, people, n, out, out_failed);
}

bool
invitation_make(struct call *c, const struct tenant_row *t,
		const struct invitee *who, const struct invite_options *opt,
		struct invitation_row *out)
{
	struct party p = {.c = c, .t = t, .opt = opt, .single = true};
	struct invite_result result;
	size_t failed;

	if (!make(&p, who, 1, &result, &failed))
		return false;
	if (failed > 0) {
		c->ctx.err = *result.error;
		return false;
	}
	if (out != NULL)
		*out = result.row;
	return true;
}

/* ---- duplicates ---- */

struct place {
	const char *key;
	int64_t at;
};

static int
by_key(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int
by_place(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

bool
invitation_no_duplicates(struct call *c, const struct invitee *people, size_t n)
{
	struct arena *a = call_arena(c);
	struct place *places = arena_array(a, n, sizeof(*places));
	int64_t *twice = arena_array(a, n, sizeof(*twice));
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){
			account_email_key(a, people[i].email), (int64_t)i};
	qsort(places, n, sizeof(*places), by_key);
	for (size_t i = 0; i < n; i++)
		if ((i > 0 && strcmp(places[i - 1].key, places[i].key) == 0) ||
		    (i + 1 < n &&
		    strcmp(places[i + 1].key, places[i].key) == 0))
			twice[count++] = places[i].at;
	if (count == 0)
		return true;
	qsort(twice, count, sizeof(*twice), by_place);
	(void)fail(&c->ctx, E_duplicate_emails, "%zu positions", count);
	c->ctx.err.positions = twice;
	c->ctx.err.position_count = count;
	return false;
}
