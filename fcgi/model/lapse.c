/* SPDX-License-Identifier: MIT */
#include "model/lapse.h"

#include "model/audit.h"
#include "model/invitation.h"
#include "model/session.h"

#include <string.h>

#define DAY	((int64_t)24 * 3600)

#define LAPSE_MEMBER(F, T)						\
	F(T, id, tenant_id)						\
	F(T, id, account_id)
RECORD(lapse_member, LAPSE_MEMBER);

struct lapse {
	const char *reason;
	enum sql change;		/* becomes inactive if it still holds */
	int64_t before;
	const struct tenant_row *spare;	/* its last admin stays; NULL: nobody does */
};

/* ---- one person ---- */

static const char *
changes_of(struct call *c, const char *reason)
{
	return arena_printf(call_arena(c), "{\"status\":[\"active\",\"inactive\"],"
	    "\"reason\":[null,\"%s\"]}", reason);
}

static bool
is_spared(struct call *c, const struct lapse_member *m, const struct lapse *l,
	  bool *out)
{
	struct member_row row;

	*out = false;
	return l->spare == NULL || (member_get(c, m->tenant_id, m->account_id,
	    &row) && member_is_last_admin(c, l->spare, &row, out));
}

/* With the status go the sessions, and whatever link could bring her back. */
static bool
shut_out(struct call *c, const struct lapse_member *m, const struct lapse *l)
{
	struct invitation_row open;
	int64_t ended;
	bool found;

	return session_end_member(c, m->account_id, m->tenant_id, &ended) &&
	    invitation_find_open(c, m->tenant_id, m->account_id, &open,
	    &found) && (!found || invitation_end(c, &open)) &&
	    audit_system(c, m->tenant_id, m->account_id, "user.deactivate",
	    changes_of(c, l->reason));
}

static bool
let_go(struct call *c, const struct lapse_member *m, const struct lapse *l)
{
	int64_t changed;
	bool spared;

	if (!is_spared(c, m, l, &spared))
		return false;
	if (spared)
		return true;
	if (!db_exec(c->db, l->change, ARGS(ARG(tenant_id, m->tenant_id),
	    ARG(account_id, m->account_id), TIME(before, l->before)), &changed))
		return false;
	return changed == 0 || shut_out(c, m, l);
}

static bool
let_go_alone(struct call *c, const struct lapse_member *m, const struct lapse *l)
{
	if (!db_begin(c->db))
		return false;
	if (let_go(c, m, l))
		return db_commit(c->db);
	db_rollback(c->db);
	return false;
}

struct members {
	const struct lapse_member *at;
	size_t n;
};

static bool
let_all_go(struct call *c, const struct members *m, const struct lapse *l)
{
	for (size_t i = 0; i < m->n; i++)
		if (!let_go_alone(c, &m->at[i], l))
			return false;
	return true;
}

/* ---- access that has ended ---- */

bool
lapse_access(struct call *c, bool *more)
{
	const struct lapse l = {
		.reason = "access_expires_at", .change = SQL_lapse_access,
		.before = c->ctx.now,
	};
	struct members due;

	if (!db_all(c->db, SQL_lapse_access_due, ARGS(TIME(now, c->ctx.now)),
	    lapse_member, &due))
		return false;
	*more = due.n > 0;
	return let_all_go(c, &due, &l);
}

/* ---- people who do not come ---- */

static bool
lapse_place(struct call *c, const struct tenant_row *t)
{
	struct lapse l = {
		.reason = "inactive_after_days", .change = SQL_lapse_unused,
		.spare = t,
	};
	struct id after = {{0}};
	struct members due;
	struct settings s;
	int64_t days;

	tenant_settings(c, t, &s);
	days = setting_int(&s, SETTING_inactive_after_days);
	if (days == 0)
		return true;
	l.before = c->ctx.now - days * DAY;
	do {
		if (!db_all(c->db, SQL_lapse_unused_due, ARGS(
		    ARG(tenant_id, t->id),
		    ARG(after, ((struct bytes){after.b, sizeof(after.b)})),
		    TIME(before, l.before)), lapse_member, &due) ||
		    !let_all_go(c, &due, &l))
			return false;
		if (due.n > 0)
			after = due.at[due.n - 1].account_id;
	} while (due.n > 0);
	return true;
}

/* A page of places; *last is the last of them, untouched if there is none. */
static bool
lapse_places(struct call *c, struct id *last, size_t *n)
{
	struct tenant_rows places;

	if (!db_all(c->db, SQL_lapse_places, ARGS(
	    ARG(after, ((struct bytes){last->b, sizeof(last->b)}))), tenant_row,
	    &places))
		return false;
	for (size_t i = 0; i < places.n; i++)
		if (!lapse_place(c, &places.at[i]))
			return false;
	*n = places.n;
	if (places.n > 0)
		*last = places.at[places.n - 1].id;
	return true;
}

bool
lapse_unused(struct call *c)
{
	struct id last = {{0}};
	size_t n;

	do {
		struct arena_mark mark = arena_mark(call_arena(c));

		if (!lapse_places(c, &last, &n))
			return false;
		arena_rewind(call_arena(c), mark);
	} while (n > 0);
	return true;
}
