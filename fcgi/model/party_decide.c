/* SPDX-License-Identifier: MIT */
/*
 * One question about all addresses, then one decision for each person.
 */
#include "model/party.h"

#include "model/account.h"
#include "model/erased.h"
#include "model/outbox.h"

#include <string.h>

#define HOUR		3600
#define MAILS_FREE	3		/* so many need no closer look */

RECORD_TABLE(invite_state, INVITE_STATE);

bool
party_open(struct party *p)
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
	return role_list_for(p->c, p->t, &p->roles, &p->role_count) &&
	    member_seats(p->c, p->t, &p->seats);
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

bool
party_check(struct party *p)
{
	for (size_t i = 0; i < p->n; i++)
		check(p, i);
	return fail_checked(p);
}

/* ---- what is known ---- */

/* How an address is looked for. */
struct address {
	const char *key;
	const char *to_key;	/* of where the mail goes */
	const char *erased_key;
};

static struct address
address_of(const struct party *p, const struct invitee *who)
{
	struct arena *a = call_arena(p->c);
	const char *to = who->communication_email == NULL ? who->email :
	    who->communication_email;
	const char *erased = p->reuse ? NULL : erased_key(p->c, who->email);

	return (struct address){
		.key = account_email_key(a, who->email),
		.to_key = account_email_key(a, to),
		.erased_key = erased == NULL ? "" : erased,
	};
}

static const char *
addresses(const struct party *p)
{
	struct buf b;

	buf_init(&b, call_arena(p->c));
	for (size_t i = 0; i < p->n; i++) {
		struct address one = address_of(p, p->at[i].who);

		buf_puts(&b, i == 0 ? "[[" : ",[");
		json_write_string(&b, one.key);
		buf_putc(&b, ',');
		json_write_string(&b, one.to_key);
		buf_putc(&b, ',');
		json_write_string(&b, one.erased_key);
		buf_putc(&b, ']');
	}
	buf_putc(&b, ']');
	return buf_text(&b);
}

struct invite_states {
	const struct invite_state *at;
	size_t n;
};

#define STATE_ARGS(P)							\
	ARG(tenant_id, (P)->t->id), ARG(kind, (P)->mail_kind),		\
	TIME(now, (P)->c->ctx.now),					\
	TIME(since, (P)->c->ctx.now - 24 * HOUR)

static bool
look_up_one(struct party *p, struct invite_states *out)
{
	struct address one = address_of(p, p->at[0].who);

	return db_all(p->c->db, SQL_invite_state_of_one, ARGS(STATE_ARGS(p),
	    ARG(email_key, one.key), ARG(to_key, one.to_key),
	    ARG(erased_key, one.erased_key)), invite_state, out);
}

static bool
look_up_all(struct party *p, struct invite_states *out)
{
	return db_all(p->c->db, SQL_invite_states, ARGS(STATE_ARGS(p),
	    ARG(addresses, addresses(p))), invite_state, out);
}

static bool
look_up(struct party *p)
{
	struct invite_states states;

	if (p->n == 0)
		return true;
	if (!(p->n == 1 ? look_up_one(p, &states) : look_up_all(p, &states)))
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

/* Whom another tenant has given that address before, and what other one, is neither known
 * here nor trusted. */
const char *
party_mail_to(const struct guest *g)
{
	if (g->who->communication_email != NULL)
		return g->who->communication_email;
	return g->plan != PLAN_renew || g->state->elsewhere ||
	    g->state->communication_email == NULL ?
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
	    !outbox_limit(p->c, p->mail_kind, party_mail_to(g)))
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

bool
party_decide(struct party *p, size_t *failed)
{
	*failed = 0;
	if (!look_up(p))
		return false;
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
