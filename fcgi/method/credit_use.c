/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define MOST_CREDITS	1000000000000

#define IN(F, T)							\
	F(T, id,  tenant_id, .kind = KIND_tenant, .doc = "Whose credits") \
	F(T, int, amount, .min = 1, .max = MOST_CREDITS, .doc = "How many") \
	F(T, str, reference, .max = 255, .name_text = true,		\
	    .doc = "What they were used for, in the application's words") \
	F(T, str, model, .opt = true, .max = 128, .name_text = true,	\
	    .doc = "Name of the model that used them")
#define OUT(F, T)							\
	F(T, int, used, .doc = "Credits used so far")			\
	F(T, int, remaining, .doc = "What is left of the limit")
RECORD(credit_use_in, IN);
RECORD(credit_use_out, OUT);

METHOD(credit_use, credit_use_in, credit_use_out,
	.name    = "credit.use",
	.summary = "Book used credits; never more than the limit.",
	.perm    = PERM_credit_use,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_credit_exhausted));

/* The update comes first: whoever waited for the row counts on what is true now.  Whether
 * the caller may is found out behind it, and undoes it if not. */
static bool
book(struct call *c, const struct credit_use_in *in, struct tenant_row *t)
{
	struct id reach = c->who->level == LEVEL_platform ? (struct id){{0}} :
	    c->who->tenant_id;
	int64_t booked;

	if (!db_exec(c->db, SQL_credit_use, ARGS(ARG(id, in->tenant_id),
	    ARG(reach, reach), ARG(amount, in->amount)), &booked) ||
	    !caller_target(c, in->tenant_id, PERM_credit_use, t))
		return false;
	return booked == 1 || fail_field(&c->ctx, E_credit_exhausted, "amount",
	    "%lld of %lld used", (long long)t->credits_used,
	    (long long)t->credit_limit);
}

static bool
credit_use(struct call *c, const struct credit_use_in *in,
	   struct credit_use_out *out)
{
	struct tenant_row t;

	if (!book(c, in, &t) || !db_exec(c->db, SQL_credit_book, ARGS(
	    ARG(tenant_id, t.id), TIME(now, c->ctx.now),
	    ARG(amount, in->amount), ARG(reference, in->reference),
	    ARG(model, in->model)), NULL))
		return false;
	call_target(c, t.id, t.id);
	out->used = t.credits_used;
	out->remaining = t.credit_limit - t.credits_used;
	return true;
}
