/* SPDX-License-Identifier: MIT */
/*
 * All rows of a table in one go: a thousand people cost hardly more than ten.
 */
#include "model/party.h"

#include "model/account.h"
#include "model/outbox.h"
#include "model/session.h"
#include "model/token.h"

#include <string.h>

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
is_offered(const struct guest *g)
{
	return g->plan == PLAN_offer;
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
	if (g->who->language != NULL)
		return g->who->language;
	return g->plan == PLAN_renew ? g->state->language : setting_text(&p->settings, SETTING_default_language);
}

/* Of somebody elsewhere one learns nothing by inviting her; a member of this place is
 * known here. */
static const char *
first_name(const struct guest *g)
{
	return g->who->first_name != NULL || g->plan != PLAN_renew ?
	    g->who->first_name : g->state->first_name;
}

static const char *
last_name(const struct guest *g)
{
	return g->who->last_name != NULL || g->plan != PLAN_renew ?
	    g->who->last_name : g->state->last_name;
}

static const char *
permissions_of(const struct party *p, const struct guest *g)
{
	return g->who->permissions.n == 0 ? "[]" :
	    strs_write(call_arena(p->c), g->who->permissions);
}

static struct args
known_row(struct party *p, const struct guest *g)
{
	return kept(call_arena(p->c), ARGS(ARG(account_id, g->state->account_id)));
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
	const char *to = party_mail_to(g);

	g->out->row = (struct invitation_row){
		.id = id_make(KIND_invitation), .tenant_id = p->t->id,
		.account_id = g->account_id,
		.email = g->plan == PLAN_new ? w->email : g->state->email,
		.communication_email = strcmp(to, w->email) == 0 ? NULL : to,
		.first_name = first_name(g), .last_name = last_name(g),
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
			.invitation_id = g->out->row.id, .to = party_mail_to(g),
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
bool
party_write(struct party *p)
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
	return write_each(p, SQL_invite_retire_account, is_retired, known_row) &&
	    write_each(p, SQL_invite_several, is_offered, known_row) &&
	    write_each(p, SQL_invite_account, is_new, account_args) &&
	    write_each(p, SQL_member_insert, is_joining, member_args) &&
	    write_each(p, SQL_invitation_insert, is_invited, invitation_args) &&
	    (!p->opt->send_email || queue_mails(p));
}
