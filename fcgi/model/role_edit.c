/* SPDX-License-Identifier: MIT */
/*
 * Roles that an MSP or a tenant has of its own: made, changed, taken away.
 */
#include "model/role.h"

#include "model/known.h"
#include "model/member.h"

#include <string.h>

static bool
is_own(const struct caller *who, const struct role_row *r)
{
	return who->kind == CALLER_user &&
	    id_equal(who->tenant_id, r->tenant_id) &&
	    strcmp(who->role_name, r->name) == 0;
}

bool
role_to_change(struct call *c, struct id id, struct role_row *out,
	       struct tenant_row *out_owner)
{
	struct role_row r;

	if (!role_target(c, id, &r))
		return false;
	if (r.builtin)
		return fail(&c->ctx, E_permission_denied, "%s is built in",
		    r.name);
	if (!caller_target(c, r.tenant_id, PERM_role_manage, out_owner) ||
	    !tenant_touch(c, out_owner->id))
		return false;
	if (is_own(c->who, &r))
		return fail(&c->ctx, E_own_role, "%s has it", c->who->name);
	*out = r;
	return true;
}

bool
role_check(struct call *c, const struct tenant_row *t, const char *name,
	   struct strs permissions, struct strs can_assign)
{
	struct tenant_row below = *t;
	const struct role_row *here, *there;
	size_t n_here, n_there;

	below.kind = level_name(LEVEL_tenant);
	if (!role_list_for(c, t, &here, &n_here) ||
	    !role_list_for(c, &below, &there, &n_there))
		return false;
	for (size_t i = 0; i < can_assign.n; i++)
		if (strcmp(can_assign.at[i], name) != 0 &&
		    role_named(here, n_here, can_assign.at[i]) == NULL &&
		    role_named(there, n_there, can_assign.at[i]) == NULL)
			fault_add(&c->ctx, arena_printf(call_arena(c),
			    "can_assign[%zu]", i), "unknown",
			    "is no role here");
	return role_may_grant(c, t, permissions, "permissions");
}

static bool
is_builtin(const char *name)
{
	return strcmp(name, "admin") == 0 || strcmp(name, "member") == 0;
}

bool
role_insert(struct call *c, const struct tenant_row *t, const struct role_row *r)
{
	bool taken = is_builtin(r->name);

	if (!taken && !db_try(c->db, SQL_role_insert, ARGS(ARG(id, r->id),
	    ARG(tenant_id, t->id), ARG(level, t->kind), ARG(name, r->name),
	    ARG(title, r->title), ARG(description, r->description),
	    ARG(permissions, r->permissions), ARG(can_assign, r->can_assign),
	    TIME(now, c->ctx.now)), &taken, NULL))
		return false;
	return !taken || fail_field(&c->ctx, E_name_taken, "name",
	    "%s is there", r->name);
}

/* Those who change their own place's roles must not lock everybody out. */
static bool
keep_an_admin(struct call *c, const struct tenant_row *t)
{
	bool any;

	if (!id_equal(c->who->tenant_id, t->id) || c->who->kind != CALLER_user)
		return true;
	if (!member_has_admin(c, t, &any))
		return false;
	return any || fail(&c->ctx, E_last_admin, "nobody left");
}

bool
role_update(struct call *c, const struct tenant_row *t,
	    const struct role_row *old, const struct role_row *now)
{
	struct perms before = role_perms(call_arena(c), old, true);
	struct perms after = role_perms(call_arena(c), now, true);

	return db_exec(c->db, SQL_role_update, ARGS(ARG(id, old->id),
	    ARG(tenant_id, t->id), ARG(title, now->title),
	    ARG(description, now->description),
	    ARG(permissions, now->permissions),
	    ARG(can_assign, now->can_assign)), NULL) &&
	    known_outdate(c, t->id) &&
	    (perms_has(&after, PERM_user_set_status) ||
	    !perms_has(&before, PERM_user_set_status) || keep_an_admin(c, t));
}

/* ---- taking one away ---- */

static bool
is_no_default(struct call *c, const struct tenant_row *t,
	      const struct role_row *r)
{
	int64_t places;

	if (!db_int(c->db, SQL_role_default_of, ARGS(ARG(tenant_id, t->id),
	    ARG(name, r->name)), &places))
		return false;
	if (places == 0)
		return true;
	(void)fail(&c->ctx, E_role_is_default, "of %lld", (long long)places);
	c->ctx.err.setting = setting_name(SETTING_default_role);
	return false;
}

/* The other role as it is called: its id says its name. */
static bool
name_of(struct call *c, const char *given, const char **out)
{
	struct role_row r;
	struct id id;

	*out = given;
	if (!id_parse(given, &id) || id_kind(id) != KIND_role)
		return true;
	if (!role_target(c, id, &r))
		return false;
	*out = r.name;
	return true;
}

/* Built-in roles of one name differ from level to level, so each level's members get
 * theirs. */
static bool
move_at(struct call *c, const struct tenant_row *t, enum level level,
	const struct role_row *r, const char *name, int64_t *moved)
{
	struct tenant_row place = *t;
	struct role_row to;
	int64_t holders;

	place.kind = level_name(level);
	if (!db_int(c->db, SQL_role_holders, ARGS(ARG(role_id, r->id),
	    ARG(kind, place.kind)), &holders))
		return false;
	if (holders == 0)
		return true;
	if (name == NULL)
		return fail(&c->ctx, E_role_in_use, "%lld have it",
		    (long long)holders);
	*moved += holders;
	if (!role_find_for(c, &place, name, "replace_with", &to))
		return false;
	if (id_equal(to.id, r->id))
		return fail_param(&c->ctx, "replace_with", "same",
		    "is the role itself");
	return role_may_assign(c, &place, &to, "replace_with") &&
	    db_exec(c->db, SQL_role_move_invitations, ARGS(ARG(to, to.id),
	    ARG(role_id, r->id), ARG(kind, place.kind)), NULL) &&
	    db_exec(c->db, SQL_role_move_members, ARGS(ARG(to, to.id),
	    ARG(role_id, r->id), ARG(kind, place.kind)), NULL);
}

static bool
may_move(struct call *c, const struct tenant_row *t, const char *name)
{
	struct settings s;

	if (name == NULL)
		return true;
	tenant_settings(c, t, &s);
	return !setting_is(&s, SETTING_role_change, "forbidden") ||
	    fail_setting(&c->ctx, E_role_change_forbidden,
	    setting_name(SETTING_role_change));
}

bool
role_delete(struct call *c, const struct tenant_row *t,
	    const struct role_row *r, const char *replace_with,
	    int64_t *users_moved)
{
	const char *name = NULL;
	enum level own = tenant_level(t);

	*users_moved = 0;
	return is_no_default(c, t, r) && may_move(c, t, replace_with) &&
	    (replace_with == NULL || name_of(c, replace_with, &name)) &&
	    move_at(c, t, own, r, name, users_moved) &&
	    (own == LEVEL_tenant ||
	    move_at(c, t, LEVEL_tenant, r, name, users_moved)) &&
	    db_exec(c->db, SQL_role_delete, ARGS(ARG(id, r->id),
	    ARG(tenant_id, t->id)), NULL) && known_outdate(c, t->id) &&
	    (*users_moved == 0 || keep_an_admin(c, t));
}
