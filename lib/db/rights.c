/* SPDX-License-Identifier: MIT */
#include "db/migrate.h"

#include "db/conn.h"

#include <string.h>

enum right { INSERT = 1, UPDATE = 2, DELETE = 4 };

static const char *const rights[] = {"INSERT", "UPDATE", "DELETE"};

static const struct {
	const char *table;
	unsigned rights;
} wanted[] = {
#define X(TABLE, RIGHTS)	{#TABLE, RIGHTS},
#include "grants.def"
#undef X
};

#define SCHEMA_RIGHT(F, T)						\
	F(T, str, name)		/* of a table */			\
	F(T, str, verb)
RECORD(schema_right, SCHEMA_RIGHT);

struct held {
	const struct schema_right *at;
	size_t n;
};

static bool
refuse(struct db *db, const char *message)
{
	(void)fail(db->ctx, E_internal, "%s", message);
	db->ctx->err.message = message;
	return false;
}

static bool
is_held(const struct held *h, const char *table, const char *verb)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->at[i].name, table) == 0 &&
		    strcmp(h->at[i].verb, verb) == 0)
			return true;
	return false;
}

/* The account that is asked about is the one that asks. */
static bool
check_table(struct db *db, const struct held *h, const char *table,
	    unsigned want)
{
	for (size_t i = 0; i < countof(rights); i++) {
		bool needs = (want & (1u << i)) != 0;

		if (is_held(h, table, rights[i]) != needs)
			return refuse(db, arena_printf(db->ctx->arena,
			    "%s on %s: %s", rights[i], table, needs ?
			    "is missing" : "is not needed"));
	}
	return true;
}

bool
migrate_check_rights(struct db *db)
{
	struct held h;
	int64_t beyond;

	if (!db_all(db, SQL_schema_rights, NO_ARGS, schema_right, &h) ||
	    !db_int(db, SQL_schema_rights_beyond, NO_ARGS, &beyond))
		return false;
	if (beyond > 0)
		return refuse(db, "it may do more than serve");
	for (size_t i = 0; i < countof(wanted); i++)
		if (!check_table(db, &h, wanted[i].table, wanted[i].rights))
			return false;
	return true;
}
