/* SPDX-License-Identifier: MIT */
#include "model/package.h"

#define SHARE(F, T)							\
	F(T, id,  package_id, .kind = KIND_package, .doc = "The unit")	\
	F(T, str, type_name, .doc = "Name of its type")			\
	F(T, bool, additional, .doc = "Whether it stands beside the primary one") \
	F(T, int, credits, .doc = "What it adds to the limit")		\
	F(T, int, used, .doc = "Of these; the primary one is used up first")
#define IN(F, T)							\
	F(T, id, tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Whose; left out: the caller's own")
#define OUT(F, T)							\
	F(T, int,  limit, .doc = "Sum over the packages")		\
	F(T, int,  used, .doc = "Credits used")				\
	F(T, int,  remaining, .doc = "What is left of the limit")	\
	F(T, list, by_package, credit_share, .doc = "The packages, primary first")
RECORD(credit_share, SHARE);
RECORD(credit_get_in, IN);
RECORD(credit_get_out, OUT);

METHOD(credit_get, credit_get_in, credit_get_out,
	.name    = "credit.get",
	.summary = "Show the credits of a tenant, or of all tenants of an MSP.",
	.perm    = PERM_tenant_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

/* Of an MSP the sums over its tenants; its packages are theirs. */
static bool
load(struct call *c, const struct tenant_row *t, struct credit_get_out *out)
{
	struct msp msp;

	if (tenant_level(t) != LEVEL_msp) {
		out->limit = t->credit_limit;
		out->used = t->credits_used;
		return true;
	}
	if (!msp_objects(c, t, 1, &msp))
		return false;
	out->limit = msp.total_credit_limit;
	out->used = msp.total_credits_used;
	return true;
}

static bool
credit_get(struct call *c, const struct credit_get_in *in,
	   struct credit_get_out *out)
{
	struct package_rows rows;
	struct credit_share *shares;
	struct tenant_row t;
	int64_t used;

	if (!caller_target(c, in->tenant_id, PERM_tenant_read, &t) ||
	    !load(c, &t, out) || !package_of_tenant(c, t.id, &rows))
		return false;
	shares = arena_array(call_arena(c), rows.n, sizeof(*shares));
	used = out->used;
	for (size_t i = 0; i < rows.n; i++) {
		const struct package_row *p = &rows.at[i];

		shares[i] = (struct credit_share){
			.package_id = p->id, .type_name = p->type_name,
			.additional = p->additional, .credits = p->credits,
			.used = used < p->credits ? used : p->credits,
		};
		used -= shares[i].used;
	}
	out->remaining = out->used < out->limit ? out->limit - out->used : 0;
	out->by_package.at = shares;
	out->by_package.n = rows.n;
	return true;
}
