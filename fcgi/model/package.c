/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#include "base/utf8.h"

#include <string.h>

RECORD_TABLE(package_type, PACKAGE_TYPE);
RECORD_TABLE(package, PACKAGE_UNIT);
RECORD_TABLE(package_type_row, PACKAGE_TYPE_ROW);
RECORD_TABLE(package_row, PACKAGE_ROW);

#define PACKAGE_ID(F, T)	F(T, id, id)
RECORD(package_id, PACKAGE_ID);

/* ---- types ---- */

bool
package_type_get(struct call *c, struct id id, struct package_type_row *out)
{
	return db_one(c->db, SQL_package_type_by_id, ARGS(ARG(id, id)),
	    package_type_row, out);
}

void
package_type_object(const struct package_type_row *r, struct package_type *out)
{
	*out = (struct package_type){
		.id = r->id, .name = r->name, .credits = r->credits,
		.seats = r->seats, .additional = r->additional,
	};
}

bool
package_type_list(struct call *c, const struct package_type **out_at,
		  size_t *out_n)
{
	struct { const struct package_type_row *at; size_t n; } rows;
	struct package_type *types;

	if (!db_all(c->db, SQL_package_type_list, NO_ARGS, package_type_row,
	    &rows))
		return false;
	types = arena_array(call_arena(c), rows.n, sizeof(*types));
	for (size_t i = 0; i < rows.n; i++)
		package_type_object(&rows.at[i], &types[i]);
	*out_at = types;
	*out_n = rows.n;
	return true;
}

bool
package_type_make(struct call *c, const char *name, int64_t credits,
		  int64_t seats, bool additional, struct package_type_row *out)
{
	struct package_type_row r = {
		.id = id_make(KIND_pkgtype), .name = name, .credits = credits,
		.seats = seats, .additional = additional,
		.created_at = c->ctx.now,
	};
	bool taken;

	if (!db_try(c->db, SQL_package_type_insert, ARGS(ARG(id, r.id),
	    ARG(name, name), ARG(name_key, utf8_fold(call_arena(c), name)),
	    ARG(credits, credits), ARG(seats, seats),
	    ARG(additional, additional), TIME(now, c->ctx.now)), &taken, NULL))
		return false;
	if (taken)
		return fail_field(&c->ctx, E_name_taken, "name", "a unique key");
	*out = r;
	return true;
}

/* ---- units ---- */

void
package_object(const struct package_row *r, struct package *out)
{
	*out = (struct package){
		.id = r->id, .type_id = r->type_id, .type_name = r->type_name,
		.credits = r->credits, .additional = r->additional,
		.status = id_is_null(r->tenant_id) ? "unassigned" : "assigned",
		.tenant_id = r->tenant_id,
	};
}

struct id
package_owner(const struct tenant_row *t)
{
	return id_is_null(t->msp_id) ? platform_id : t->msp_id;
}

bool
package_list(struct call *c, const struct package_filter *f,
	     const struct page *p, struct package_rows *out, int64_t *total)
{
	struct id msp = c->who->msp_id;

	*total = INT_ABSENT;
	if (c->who->level == LEVEL_platform)
		return db_all(c->db, SQL_package_list_all, ARGS(
		    ARG(after, p->from), ARG(type_id, f->type_id),
		    ARG(tenant_id, f->tenant_id), ARG(assigned, f->assigned),
		    ARG(limit, p->fetch), ARG(offset, p->offset)), package_row,
		    out) && (p->by_cursor || db_int(c->db,
		    SQL_package_count_all, ARGS(ARG(type_id, f->type_id),
		    ARG(tenant_id, f->tenant_id), ARG(assigned, f->assigned)),
		    total));
	return db_all(c->db, SQL_package_list, ARGS(ARG(msp_id, msp),
	    ARG(after, p->from), ARG(type_id, f->type_id),
	    ARG(tenant_id, f->tenant_id), ARG(assigned, f->assigned),
	    ARG(limit, p->fetch), ARG(offset, p->offset)), package_row, out) &&
	    (p->by_cursor || db_int(c->db, SQL_package_count, ARGS(
	    ARG(msp_id, msp), ARG(type_id, f->type_id),
	    ARG(tenant_id, f->tenant_id), ARG(assigned, f->assigned)), total));
}

static struct package_row
new_unit(struct call *c, struct id owner, const struct package_type_row *type)
{
	return (struct package_row){
		.id = id_make(KIND_package), .msp_id = owner,
		.type_id = type->id, .type_name = type->name,
		.credits = type->credits, .seats = type->seats,
		.additional = type->additional, .created_at = c->ctx.now,
	};
}

bool
package_stock(struct call *c, struct id owner,
	      const struct package_type_row *type, int64_t count,
	      struct package_rows *out)
{
	size_t n = (size_t)count;
	struct package_row *units = arena_array(call_arena(c), n, sizeof(*units));
	struct args *rows = arena_array(call_arena(c), n, sizeof(*rows));
	struct arg (*cells)[4] = arena_array(call_arena(c), n, sizeof(*cells));

	for (size_t i = 0; i < n; i++) {
		units[i] = new_unit(c, owner, type);
		cells[i][0] = ARG(msp_id, owner);
		cells[i][1] = ARG(id, units[i].id);
		cells[i][2] = ARG(type_id, type->id);
		cells[i][3] = TIME(now, c->ctx.now);
		rows[i] = (struct args){cells[i], countof(cells[i])};
	}
	out->at = units;
	out->n = n;
	return db_each(c->db, SQL_package_insert, rows, n, NULL);
}

/* ---- assigning ---- */

static bool
fail_wish(struct call *c, const char *field)
{
	return fail_field(&c->ctx, E_not_found, field, "no such package");
}

bool
package_wish(struct call *c, struct id owner, struct id package_id,
	     const char *field, struct package_wish *out)
{
	struct package_wish wish = {.unit = {{0}}};
	struct id type = package_id;
	struct package_row unit;
	bool found;

	if (id_kind(package_id) == KIND_package) {
		if (!db_opt(c->db, SQL_package_locked, ARGS(ARG(id, package_id)),
		    package_row, &unit, &found))
			return false;
		if (!found || !id_equal(unit.msp_id, owner))
			return fail_wish(c, field);
		wish.unit = unit.id;
		type = unit.type_id;
	}
	if (!db_opt(c->db, SQL_package_type_locked, ARGS(ARG(id, type)),
	    package_type_row, &wish.type, &found))
		return false;
	if (!found)
		return fail_wish(c, field);
	*out = wish;
	return true;
}

bool
package_of_tenant(struct call *c, struct id tenant, struct package_rows *out)
{
	return db_all(c->db, SQL_package_of_tenant, ARGS(ARG(tenant_id, tenant)),
	    package_row, out);
}

/* The limits of a tenant follow from its packages: a primary one without a number of
 * seats sets no limit, whatever stands beside it. */
bool
package_sum_up(struct call *c, struct id tenant)
{
	struct package_rows all;
	const char *primary = NULL;
	const char **names;
	struct strs additional = {NULL, 0};
	int64_t credits = 0, seats = INT_ABSENT;
	bool limited = true;

	if (!package_of_tenant(c, tenant, &all))
		return false;
	names = arena_array(call_arena(c), all.n, sizeof(*names));
	additional.at = names;
	for (size_t i = 0; i < all.n; i++) {
		const struct package_row *p = &all.at[i];

		credits += p->credits;
		if (p->additional)
			names[additional.n++] = p->type_name;
		else
			primary = p->type_name;
		if (p->seats != INT_ABSENT)
			seats = (seats == INT_ABSENT ? 0 : seats) + p->seats;
		else if (!p->additional)
			limited = false;
	}
	return db_exec(c->db, SQL_package_sums, ARGS(ARG(id, tenant),
	    ARG(credit_limit, credits),
	    ARG(seats, limited ? seats : INT_ABSENT),
	    ARG(primary_package, primary), ARG(additional_packages,
	    strs_write(call_arena(c), additional))), NULL);
}

static bool
give_unit(struct call *c, struct id owner, struct id unit, struct id tenant,
	  bool *given)
{
	int64_t changed;

	if (!db_exec(c->db, SQL_package_give, ARGS(ARG(tenant_id, tenant),
	    ARG(msp_id, owner), ARG(id, unit)), &changed))
		return false;
	*given = changed == 1;
	return true;
}

/* Any unit in stock.  Those that others are about to take are left to them, until there
 * is no other: then their end is waited for. */
static bool
give_from_stock(struct call *c, struct id owner, struct id type,
		struct id tenant, struct id *unit, bool *given)
{
	static const enum sql looks[] = {SQL_package_in_stock,
	    SQL_package_in_stock_at_last};
	struct package_id found_id;
	bool found = false;

	*given = false;
	for (size_t i = 0; !found && i < countof(looks); i++)
		if (!db_opt(c->db, looks[i], ARGS(ARG(msp_id, owner),
		    ARG(type_id, type)), package_id, &found_id, &found))
			return false;
	if (!found)
		return true;
	*unit = found_id.id;
	return give_unit(c, owner, found_id.id, tenant, given);
}

static bool
buy_unit(struct call *c, struct id owner, const struct package_type_row *type,
	 struct id tenant, struct id *unit)
{
	struct package_rows bought;
	bool given;

	if (!package_stock(c, owner, type, 1, &bought) ||
	    !give_unit(c, owner, bought.at[0].id, tenant, &given))
		return false;
	*unit = bought.at[0].id;
	return true;
}

bool
package_take(struct call *c, struct id owner, const struct package_wish *wish,
	     struct id tenant, bool auto_purchase, const char *field,
	     struct id *out_unit, bool *purchased)
{
	struct id unit = wish->unit;
	bool given = false;

	*purchased = false;
	if (!id_is_null(unit) && !give_unit(c, owner, unit, tenant, &given))
		return false;
	if (!given && !give_from_stock(c, owner, wish->type.id, tenant, &unit,
	    &given))
		return false;
	if (!given && !auto_purchase)
		return fail_field(&c->ctx, E_no_package_available, field,
		    "no %s in stock", wish->type.name);
	if (!given) {
		if (!buy_unit(c, owner, &wish->type, tenant, &unit))
			return false;
		*purchased = true;
	}
	*out_unit = unit;
	return true;
}

static bool
check_place(struct call *c, const struct tenant_row *t,
	    const struct package_type_row *type, const char *field)
{
	if (!type->additional && t->primary_package != NULL)
		return fail_field(&c->ctx, E_package_mismatch, field,
		    "%s is there already", t->primary_package);
	return t->primary_package != NULL ||
	    package_is_primary(c, type, field);
}

bool
package_is_primary(struct call *c, const struct package_type_row *type,
		   const char *field)
{
	return !type->additional || fail_field(&c->ctx,
	    E_primary_package_required, field, "%s is additional", type->name);
}

bool
package_give(struct call *c, const struct tenant_row *t,
	     const struct package_wish *wish, bool auto_purchase,
	     const char *field, struct package_row *out, bool *purchased)
{
	struct id unit;

	return check_place(c, t, &wish->type, field) &&
	    package_take(c, package_owner(t), wish, t->id, auto_purchase, field,
	    &unit, purchased) && package_sum_up(c, t->id) &&
	    db_one(c->db, SQL_package_by_id, ARGS(ARG(id, unit)), package_row,
	    out);
}

bool
package_target(struct call *c, struct id id, struct package_row *out)
{
	struct tenant_row owner;
	struct package_row p;

	if (!db_one(c->db, SQL_package_by_id, ARGS(ARG(id, id)), package_row,
	    &p) || !tenant_get(c, p.msp_id, &owner))
		return false;
	if (!caller_covers(c->who, &owner))
		return fail(&c->ctx, E_not_found, "out of reach");
	*out = p;
	return true;
}

bool
package_take_back(struct call *c, const struct package_row *p)
{
	struct package_rows all;

	if (!tenant_touch(c, p->tenant_id) ||
	    !package_of_tenant(c, p->tenant_id, &all))
		return false;
	if (!p->additional && all.n > 1)
		return fail_field(&c->ctx, E_primary_package_required,
		    "package_id", "%zu beside it", all.n - 1);
	return db_exec(c->db, SQL_package_take_back, ARGS(
	    ARG(msp_id, p->msp_id), ARG(id, p->id),
	    ARG(tenant_id, p->tenant_id)), NULL) && package_sum_up(c, p->tenant_id);
}

bool
package_take_back_all(struct call *c, const struct tenant_row *t)
{
	return db_exec(c->db, SQL_package_take_back_all, ARGS(
	    ARG(msp_id, package_owner(t)), ARG(tenant_id, t->id)), NULL) &&
	    package_sum_up(c, t->id);
}
