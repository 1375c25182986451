/* SPDX-License-Identifier: MIT */
#include "model/tally.h"

#include "model/kind.h"

#define MOST_ROWS	20

#define TALLY_SUM(F, T)							\
	F(T, id,  msp_id)						\
	F(T, int, n)
RECORD(tally_sum, TALLY_SUM);

#define TALLY_ROW(F, T)							\
	F(T, int, id)							\
	F(T, int, n)
RECORD(tally_row, TALLY_ROW);

struct tally_sums {
	const struct tally_sum *at;
	size_t n;
};

bool
tally_add(struct call *c, struct id msp, int64_t n)
{
	return db_exec(c->db, SQL_tally_add, ARGS(
	    ARG(msp_id, id_is_null(msp) ? platform_id : msp), ARG(n, n)), NULL);
}

bool
tally_of(struct call *c, struct id msp, int64_t *out)
{
	return db_int(c->db, SQL_tally_of, ARGS(ARG(msp_id, msp)), out);
}

bool
tally_all(struct call *c, int64_t *out)
{
	return db_int(c->db, SQL_tally_all, NO_ARGS, out);
}

static int64_t
sum_of(const struct tally_sums *sums, struct id msp)
{
	for (size_t i = 0; i < sums->n; i++)
		if (id_equal(sums->at[i].msp_id, msp))
			return sums->at[i].n;
	return 0;
}

bool
tally_each(struct call *c, const struct id *msps, size_t n, int64_t *out)
{
	struct tally_sums sums;

	if (n == 0)
		return true;
	if (!db_all(c->db, SQL_tally_each, ARGS(ARG(first, msps[0]),
	    ARG(last, msps[n - 1])), tally_sum, &sums))
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = sum_of(&sums, msps[i]);
	return true;
}

/* ---- one row for many ---- */

struct tally_rows {
	const struct tally_row *at;
	size_t n;
};

static bool
replace(struct call *c, struct id msp, const struct tally_rows *rows)
{
	struct arena *a = call_arena(c);
	struct args *gone = arena_array(a, rows->n, sizeof(*gone));
	struct arg (*cells)[2] = arena_array(a, rows->n, sizeof(*cells));
	int64_t sum = 0, deleted;

	for (size_t i = 0; i < rows->n; i++) {
		cells[i][0] = ARG(msp_id, msp);
		cells[i][1] = ARG(id, rows->at[i].id);
		gone[i] = (struct args){cells[i], countof(cells[i])};
		sum += rows->at[i].n;
	}
	if (!db_each(c->db, SQL_tally_delete, gone, rows->n, &deleted))
		return false;
	if (deleted != (int64_t)rows->n)
		return fail(&c->ctx, E_busy, "another keeper was faster");
	return tally_add(c, msp, sum);
}

/* Whoever is slower of two keepers leaves it to the other. */
static bool
fold_one(struct call *c, struct id msp)
{
	struct tally_rows rows;
	struct error slower;

	if (!db_begin(c->db))
		return false;
	if (db_all(c->db, SQL_tally_rows, ARGS(ARG(msp_id, msp)), tally_row,
	    &rows) && (rows.n < 2 || replace(c, msp, &rows)))
		return db_commit(c->db);
	db_rollback(c->db);
	if (c->ctx.err.code != E_busy)
		return false;
	err_take(&c->ctx, &slower);
	return true;
}

bool
tally_fold(struct call *c)
{
	struct tally_sums crowded;

	if (!db_all(c->db, SQL_tally_crowded, ARGS(ARG(most, MOST_ROWS)),
	    tally_sum, &crowded))
		return false;
	for (size_t i = 0; i < crowded.n; i++)
		if (!fold_one(c, crowded.at[i].msp_id))
			return false;
	return true;
}
