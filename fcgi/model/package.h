/* SPDX-License-Identifier: MIT */
/*
 * package — units of licences: stocked for an MSP, assigned to its tenants.
 *
 * A tenant has at most one primary package and, beside it, any number of additional
 * ones; its limits are their sums (R99).
 */
#ifndef MODEL_PACKAGE_H
#define MODEL_PACKAGE_H

#include "model/caller.h"
#include "model/page.h"

#define PACKAGE_TYPE(F, T)						\
	F(T, id,   id, .kind = KIND_pkgtype, .doc = "The type")		\
	F(T, str,  name, .doc = "Its name")				\
	F(T, int,  credits, .doc = "What one unit adds to the limit")	\
	F(T, int,  seats, .nullable = true, .doc = "Users that it allows; null: any number") \
	F(T, bool, additional, .doc = "Whether it stands beside a primary one")
RECORD_STRUCT(package_type, PACKAGE_TYPE);

#define PACKAGE_UNIT(F, T)						\
	F(T, id,   id, .kind = KIND_package, .doc = "The unit")		\
	F(T, id,   type_id, .kind = KIND_pkgtype, .doc = "Its type")	\
	F(T, str,  type_name, .doc = "Name of the type")		\
	F(T, int,  credits, .doc = "What it adds to the limit")		\
	F(T, bool, additional, .doc = "Whether it stands beside a primary one") \
	F(T, str,  status, .one_of = "unassigned|assigned", .doc = "Whether a tenant has it") \
	F(T, id,   tenant_id, ANY_TENANT, .nullable = true, .doc = "Which one")
RECORD_STRUCT(package, PACKAGE_UNIT);

#define PACKAGE_TYPE_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, str,  name)						\
	F(T, int,  credits)						\
	F(T, int,  seats)		/* INT_ABSENT: any number */	\
	F(T, bool, additional)						\
	F(T, time, created_at)
RECORD_STRUCT(package_type_row, PACKAGE_TYPE_ROW);

#define PACKAGE_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, id,   msp_id)						\
	F(T, id,   type_id)						\
	F(T, id,   tenant_id)		/* zero: in stock */		\
	F(T, str,  type_name)						\
	F(T, int,  credits)						\
	F(T, int,  seats)						\
	F(T, bool, additional)						\
	F(T, time, created_at)
RECORD_STRUCT(package_row, PACKAGE_ROW);

struct package_rows {
	const struct package_row *at;
	size_t n;
};

/* ---- types ---- */
MUST_USE bool package_type_get(struct call *, struct id, struct package_type_row *out);
MUST_USE bool package_type_list(struct call *, const struct package_type **out_at,
				size_t *out_n);
/* name_taken (field "name"), without case. */
MUST_USE bool package_type_make(struct call *, const char *name, int64_t credits,
				int64_t seats, bool additional,
				struct package_type_row *out);
void package_type_object(const struct package_type_row *, struct package_type *out);

/* ---- units ---- */

/* The stock of the caller's own MSP, or of all for the platform. */
struct package_filter {
	struct id type_id, tenant_id;	/* zero: any */
	int64_t assigned;		/* 0, 1; INT_ABSENT: any */
};
MUST_USE bool package_list(struct call *, const struct package_filter *,
			   const struct page *, struct package_rows *out,
			   int64_t *total);

/* COUNT new units in the stock of OWNER. */
MUST_USE bool package_stock(struct call *, struct id owner,
			    const struct package_type_row *, int64_t count,
			    struct package_rows *out);

/* What a package_id may name: a type, or a unit, which stands for itself and its type
 * (R82, R86).  not_found of FIELD unless OWNER can assign it. */
struct package_wish {
	struct package_type_row type;
	struct id unit;			/* zero: any of the type */
};
MUST_USE bool package_wish(struct call *, struct id owner, struct id package_id,
			   const char *field, struct package_wish *out);

/* A unit for a tenant that may be about to be made: that one or the oldest in stock; with
 * auto_purchase one is made if none is left, and *purchased says so.
 * no_package_available.  Reads nothing that is out of date, if nothing was read before in
 * this transaction: then creations at once do not disturb each other. */
MUST_USE bool package_take(struct call *, struct id owner,
			   const struct package_wish *, struct id tenant,
			   bool auto_purchase, const char *field,
			   struct id *out_unit, bool *purchased);

/* What a tenant has after its packages changed: limits, seats, names. */
MUST_USE bool package_sum_up(struct call *, struct id tenant);

/* primary_package_required unless a tenant can begin with it. */
MUST_USE bool package_is_primary(struct call *, const struct package_type_row *,
				 const char *field);

/* The wish becomes a unit of T: that one or the oldest in stock; with auto_purchase one
 * is made if none is left, and *purchased says so.  no_package_available;
 * package_mismatch for a second primary one, primary_package_required for an
 * additional one without.  T's row was touched. */
MUST_USE bool package_give(struct call *, const struct tenant_row *t,
			   const struct package_wish *, bool auto_purchase,
			   const char *field, struct package_row *out,
			   bool *purchased);

/* Within the caller's reach, by id. */
MUST_USE bool package_target(struct call *, struct id, struct package_row *out);

/* Back to stock.  primary_package_required while additional ones stand beside it. */
MUST_USE bool package_take_back(struct call *, const struct package_row *);

/* The same with all that a tenant has, which is no more. */
MUST_USE bool package_take_back_all(struct call *, const struct tenant_row *);

MUST_USE bool package_of_tenant(struct call *, struct id tenant,
				struct package_rows *out);

void package_object(const struct package_row *, struct package *out);

/* Where T's packages come from: its MSP's stock, or the platform's. */
struct id package_owner(const struct tenant_row *t);

#endif
