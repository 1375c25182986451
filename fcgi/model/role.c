/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#include <string.h>

RECORD_TABLE(role_row, ROLE_ROW);

#define ROLE_USERS(F, T)						\
	F(T, id,  role_id)						\
	F(T, int, user_count)
RECORD(role_users, ROLE_USERS);

struct perms
role_perms(struct arena *a, const struct role_row *r, bool own)
{
	return r->builtin ? perms_builtin(level_of(r->level), r->name, own) :
	    perms_parse(a, r->permissions);
}

/* ---- which there are ---- */

/* The row's nearest name wins: rows of one name stand side by side. */
static size_t
drop_hidden(struct role_row *at, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 || strcmp(at[kept - 1].name, at[i].name) != 0)
			at[kept++] = at[i];
	return kept;
}

bool
role_list_for(struct call *c, const struct tenant_row *t,
	      const struct role_row **out_at, size_t *out_n)
{
	struct { const struct role_row *at; size_t n; } all;
	struct role_row *at;

	if (!db_all(c->db, SQL_role_for, ARGS(ARG(tenant_id, t->id),
	    ARG(msp_id, t->msp_id), ARG(level, t->kind)), role_row, &all))
		return false;
	at = arena_array(call_arena(c), all.n + 1, sizeof(*at));
	memcpy(at, all.at, all.n * sizeof(*at));
	*out_n = drop_hidden(at, all.n);
	*out_at = at;
	return true;
}

const struct role_row *
role_named(const struct role_row *at, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(at[i].name, name) == 0)
			return &at[i];
	return NULL;
}

bool
role_find_for(struct call *c, const struct tenant_row *t, const char *name,
	      const char *field, struct role_row *out)
{
	const struct role_row *at, *found;
	size_t n;

	if (!role_list_for(c, t, &at, &n))
		return false;
	found = role_named(at, n, name);
	if (found == NULL)
		return fail_param(&c->ctx, field, "unknown", "is no role here");
	*out = *found;
	return true;
}

bool
role_count_users(struct call *c, const struct tenant_row *t,
		 const struct role_row *at, size_t n, int64_t *out)
{
	struct { const struct role_users *at; size_t n; } counts;

	if (!db_all(c->db, SQL_role_users, ARGS(ARG(tenant_id, t->id)),
	    role_users, &counts))
		return false;
	for (size_t i = 0; i < n; i++) {
		out[i] = 0;
		for (size_t k = 0; k < counts.n; k++)
			if (id_equal(counts.at[k].role_id, at[i].id))
				out[i] = counts.at[k].user_count;
	}
	return true;
}

/* The roles of an MSP are there for its tenants, too. */
static bool
is_reached(struct call *c, const struct role_row *r, bool *out)
{
	struct tenant_row owner;

	if (id_is_null(r->tenant_id)) {
		*out = level_of(r->level) >= c->who->level;
		return true;
	}
	if (!tenant_get(c, r->tenant_id, &owner))
		return false;
	*out = caller_covers(c->who, &owner) ||
	    id_equal(owner.id, c->who->msp_id);
	return true;
}

bool
role_get(struct call *c, struct id id, struct role_row *out)
{
	return db_one(c->db, SQL_role_by_id, ARGS(ARG(id, id)), role_row, out);
}

bool
role_target(struct call *c, struct id id, struct role_row *out)
{
	struct role_row r;
	bool reached;

	if (!role_get(c, id, &r) || !is_reached(c, &r, &reached))
		return false;
	if (!reached)
		return fail(&c->ctx, E_not_found, "out of reach");
	*out = r;
	return true;
}

/* ---- who may give them ---- */

const struct perms *
role_held_in(const struct caller *who, const struct tenant_row *t)
{
	return id_equal(who->tenant_id, t->id) ? &who->own : &who->held;
}

/* Whoever manages the users of T may give any permission of an application: tenantry
 * does not know what they mean.  Whoever makes MSPs makes their billing managers:
 * the first one is given that by the platform, which does not hold it (R116). */
static const char *
lacks(struct call *c, const struct tenant_row *t, const struct perms *want)
{
	const struct perms *have = role_held_in(c->who, t);
	struct perms ours = *want;

	if (perms_has(have, PERM_user_set_role))
		ours.app.n = 0;
	if (level_of(t->kind) == LEVEL_msp && perms_has(have, PERM_msp_manage))
		ours.bits &= ~(UINT64_C(1) << (PERM_billing_manage - PERM_FIRST));
	return perms_missing(call_arena(c), have, &ours);
}

/* Of the caller's own level: roles that hers lists.  A built-in admin may also give
 * those that were made here, as no list could name them in advance. */
static bool
is_listed(const struct caller *who, const struct tenant_row *t,
	  const struct role_row *r)
{
	if (who->kind != CALLER_user || !id_equal(who->tenant_id, t->id))
		return true;
	return strs_has(who->can_assign, r->name) ||
	    (!r->builtin && strcmp(who->role_name, "admin") == 0);
}

bool
role_may_assign(struct call *c, const struct tenant_row *t,
		const struct role_row *r, const char *field)
{
	struct arena *a = call_arena(c);
	struct perms own = role_perms(a, r, true);
	struct perms below = role_perms(a, r, false);
	struct perms all = perms_union(a, &own, &below);
	const char *missing = lacks(c, t, &all);

	if (!is_listed(c->who, t, r))
		return fail_field(&c->ctx, E_role_not_assignable, field,
		    "%s cannot assign %s", c->who->name, r->name);
	if (missing != NULL)
		return fail_field(&c->ctx, E_grant_not_held, field,
		    "%s lacks %s of %s", c->who->name, missing, r->name);
	return true;
}

static bool
is_known(const char *permission)
{
	return perm_find(permission) != PERM_UNSET ||
	    (strncmp(permission, "app:", 4) == 0 &&
	    format_is(FORMAT_permission, permission));
}

bool
role_may_grant(struct call *c, const struct tenant_row *t,
	       struct strs permissions, const char *field)
{
	struct perms want = perms_of(call_arena(c), permissions);
	const char *missing = lacks(c, t, &want);

	for (size_t i = 0; i < permissions.n; i++)
		if (!is_known(permissions.at[i]))
			fault_add(&c->ctx, arena_printf(call_arena(c),
			    "%s[%zu]", field, i), "unknown",
			    "is no permission");
	if (!fail_faults(&c->ctx))
		return false;
	if (missing != NULL)
		return fail_field(&c->ctx, E_grant_not_held, field,
		    "%s lacks %s", c->who->name, missing);
	return true;
}

/* ---- as the contract shows it ---- */

const char *
role_says(const struct call *c, bool builtin, const char *words)
{
	return builtin ? ctx_say(&c->ctx, words) : words;
}

void
role_object(struct call *c, const struct role_row *r, int64_t user_count,
	    struct role *out)
{
	struct arena *a = call_arena(c);
	struct perms below = role_perms(a, r, false);

	*out = (struct role){
		.id = r->id, .name = r->name, .builtin = r->builtin,
		.title = role_says(c, r->builtin, r->title),
		.description = role_says(c, r->builtin, r->description),
		.permissions = perms_names(a, &below),
		.can_assign = strs_parse(a, r->can_assign),
		.user_count = user_count,
	};
}
