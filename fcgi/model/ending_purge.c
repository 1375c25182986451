/* SPDX-License-Identifier: MIT */
/*
 * The purge of a tenant whose grace is over, step by step.
 *
 * Each step takes some rows of one kind in a transaction of its own; a keeper that dies
 * leaves the rest to the next one, and several keepers may work on the same tenant.
 */
#include "model/ending.h"

#include "base/log.h"
#include "model/audit.h"
#include "model/erasure.h"

#define ENDING_DUE(F, T)	F(T, id, id)
RECORD(ending_due, ENDING_DUE);

#define ENDING_MEMBER(F, T)	F(T, id, id)
RECORD(ending_member, ENDING_MEMBER);

/* ---- people ---- */

static bool
let_go(struct call *c, const struct tenant_row *t, const struct member_row *m)
{
	return member_delete(c, m) &&
	    db_exec(c->db, SQL_ending_member_tokens, ARGS(
	    ARG(tenant_id, t->id), ARG(account_id, m->id)), NULL) &&
	    db_exec(c->db, SQL_ending_member_home, ARGS(
	    ARG(tenant_id, t->id), ARG(account_id, m->id)), NULL);
}

/* Who is a member of nothing else is forgotten with her tenant. */
static bool
purge_member(struct call *c, const struct tenant_row *t, struct id account)
{
	struct member_row m;

	if (!member_get(c, t->id, account, &m))
		return false;
	return m.elsewhere ? let_go(c, t, &m) : erasure_of(c, t, &m);
}

static bool
purge_members(struct call *c, struct id tenant, int64_t *gone)
{
	struct { const struct ending_member *at; size_t n; } some;
	struct tenant_row t;

	if (!tenant_get(c, tenant, &t) || !db_all(c->db, SQL_ending_members,
	    ARGS(ARG(tenant_id, tenant)), ending_member, &some))
		return false;
	for (size_t i = 0; i < some.n; i++)
		if (!purge_member(c, &t, some.at[i].id))
			return false;
	*gone = (int64_t)some.n;
	return true;
}

/* ---- the rest ---- */

/* Of the kinds of things that it held, the first that it still holds some of. */
static bool
purge_things(struct call *c, struct id tenant, int64_t *gone)
{
	static const enum sql kinds[] = {
		SQL_ending_invitations, SQL_ending_key_secrets, SQL_ending_keys,
		SQL_ending_mails, SQL_ending_roles,
	};

	*gone = 0;
	for (size_t i = 0; i < countof(kinds) && *gone == 0; i++)
		if (!db_exec(c->db, kinds[i], ARGS(ARG(tenant_id, tenant)), gone))
			return false;
	return true;
}

/* Of several keepers one reports it. */
static bool
finish(struct call *c, struct id tenant)
{
	int64_t finished;

	if (!db_exec(c->db, SQL_ending_finish, ARGS(ARG(id, tenant)), &finished))
		return false;
	if (finished == 0)
		return true;
	log_event(LOG_INFO_, "purged", "tenant=%s",
	    id_format(call_arena(c), tenant));
	return audit_system(c, tenant, tenant, "tenant.purge", "{}");
}

static bool
step(struct call *c, struct id tenant)
{
	int64_t gone;

	if (!db_exec(c->db, SQL_ending_claim, ARGS(ARG(id, tenant),
	    TIME(now, c->ctx.now)), &gone))
		return false;
	if (gone == 0)
		return true;	/* restored, or finished by another keeper */
	return purge_members(c, tenant, &gone) &&
	    (gone > 0 || purge_things(c, tenant, &gone)) &&
	    (gone > 0 || finish(c, tenant));
}

bool
ending_purge(struct call *c, bool *more)
{
	struct ending_due due;

	if (!db_opt(c->db, SQL_ending_due, ARGS(TIME(now, c->ctx.now)),
	    ending_due, &due, more))
		return false;
	if (!*more)
		return true;
	if (!db_begin(c->db))
		return false;
	if (step(c, due.id))
		return db_commit(c->db);
	db_rollback(c->db);
	return false;
}
