/* SPDX-License-Identifier: MIT */
#include "model/ending.h"

#include "base/log.h"
#include "model/known.h"
#include "model/outbox.h"
#include "model/package.h"
#include "model/session.h"
#include "model/tally.h"

#include <string.h>

#define ENDING_ROW(F, T)						\
	F(T, time, purge_at)						\
	F(T, bool, purging)						\
	F(T, str,  packages_before)
RECORD(ending_row, ENDING_ROW);

/* ---- deleting ---- */

/* The types of a tenant's packages as the text of a JSON list, primary first. */
static const char *
types_of(struct call *c, const struct package_rows *all)
{
	const char **at = arena_array(call_arena(c), all->n + 1, sizeof(*at));

	for (size_t i = 0; i < all->n; i++)
		at[i] = id_format(call_arena(c), all->at[i].type_id);
	return strs_write(call_arena(c), (struct strs){at, all->n});
}

static bool
take_packages(struct call *c, const struct tenant_row *t,
	      const char **out_types)
{
	struct package_rows all;

	if (!package_of_tenant(c, t->id, &all))
		return false;
	*out_types = types_of(c, &all);
	return all.n == 0 || package_take_back_all(c, t);
}

bool
ending_begin(struct call *c, const struct tenant_row *t, int64_t purge_at)
{
	const char *types;
	int64_t ended;

	return tenant_touch(c, t->id) && take_packages(c, t, &types) &&
	    db_exec(c->db, SQL_ending_begin, ARGS(ARG(id, t->id),
	    TIME(purge_at, purge_at), ARG(packages, types)), NULL) &&
	    session_end_tenant(c, t, &ended) && known_outdate(c, t->id) &&
	    outbox_cancel_tenant(c, t->id) &&
	    tally_add(c, t->msp_id, -1);
}

/* ---- restoring ---- */

static bool
find_ending(struct call *c, struct id tenant, struct ending_row *out)
{
	return db_one(c->db, SQL_ending_of, ARGS(ARG(id, tenant)), ending_row,
	    out);
}

static bool
is_deleted(const struct tenant_row *t)
{
	return strcmp(t->status, "deleted") == 0;
}

bool
ending_target(struct call *c, struct id id, unsigned perm,
	      struct tenant_row *out)
{
	struct ending_row e;
	struct tenant_row t;

	if (!tenant_get(c, id, &t) || !find_ending(c, id, &e))
		return false;
	if (!caller_covers(c->who, &t) || (is_deleted(&t) &&
	    (e.purging || e.purge_at == INT_ABSENT || e.purge_at <= c->ctx.now)))
		return fail(&c->ctx, E_not_found, "out of reach or gone");
	if (!caller_may(c->who, perm, &t))
		return fail(&c->ctx, E_permission_denied, "%s lacks %s there",
		    c->who->name, perm_name(perm));
	*out = t;
	return true;
}

/* A unit of that type, if there is one or one has to be. */
static bool
give_back(struct call *c, struct id tenant, struct id type)
{
	struct package_wish wish;
	struct package_row unit;
	struct tenant_row t;
	struct settings s;
	struct error none;
	bool purchased, needed;

	if (!tenant_get(c, tenant, &t) ||
	    !package_wish(c, package_owner(&t), type, "tenant_id", &wish))
		return false;
	tenant_settings(c, &t, &s);
	if (package_give(c, &t, &wish, setting_bool(&s, SETTING_auto_purchase),
	    "tenant_id", &unit, &purchased))
		return true;
	needed = !wish.type.additional &&
	    setting_is(&s, SETTING_packages, "required");
	if (needed || (c->ctx.err.code != E_no_package_available &&
	    c->ctx.err.code != E_primary_package_required))
		return false;
	err_take(&c->ctx, &none);
	return true;
}

static bool
give_packages(struct call *c, struct id tenant, const char *types)
{
	struct strs all = strs_parse(call_arena(c), types == NULL ? "[]" : types);

	for (size_t i = 0; i < all.n; i++) {
		struct id type;

		if (id_parse(all.at[i], &type) && !give_back(c, tenant, type))
			return false;
	}
	return true;
}

bool
ending_undo(struct call *c, const struct tenant_row *t)
{
	struct ending_row e;
	int64_t restored;

	if (!is_deleted(t))
		return true;
	if (!find_ending(c, t->id, &e) || !db_exec(c->db, SQL_ending_undo,
	    ARGS(ARG(id, t->id), TIME(now, c->ctx.now)), &restored))
		return false;
	if (restored == 0)
		return fail(&c->ctx, E_not_found, "the purge was faster");
	return known_outdate(c, t->id) &&
	    give_packages(c, t->id, e.packages_before) &&
	    tally_add(c, t->msp_id, 1);
}
