/* SPDX-License-Identifier: MIT */
/*
 * Tenants and MSPs in lists, and as the contract shows them.
 */
#include "model/caller.h"
#include "model/tally.h"
#include "model/tenant.h"

#include "base/utf8.h"

#include <string.h>

#define CREDIT_SUMS(F, T)						\
	F(T, id,  msp_id)						\
	F(T, int, used)							\
	F(T, int, granted)
RECORD(credit_sums, CREDIT_SUMS);

/* ---- lists ---- */

/* What a filter binds. */
struct filter_args {
	const char *name_key, *pattern, *status;
};

static struct filter_args
bound(struct arena *a, const struct tenant_filter *f)
{
	return (struct filter_args){
		.name_key = f->name == NULL ? NULL : utf8_fold(a, f->name),
		.pattern = f->query == NULL ? NULL :
		    like_anywhere(a, utf8_fold(a, f->query)),
		.status = f->status,
	};
}

static bool
is_filtered(const struct tenant_filter *f)
{
	return f->name != NULL || f->query != NULL || f->status != NULL;
}

static bool
list_of_kind(struct call *c, const char *kind, const struct filter_args *f,
	     const struct page *p, struct tenant_rows *out)
{
	return db_all(c->db, SQL_tenant_list_kind, ARGS(ARG(kind, kind),
	    ARG(after, p->from), ARG(name_key, f->name_key),
	    ARG(pattern, f->pattern), ARG(status, f->status),
	    ARG(limit, p->fetch), ARG(offset, p->offset)), tenant_row, out);
}

static bool
count_of_kind(struct call *c, const char *kind, const struct filter_args *f,
	      int64_t *total)
{
	return db_int(c->db, SQL_tenant_count_kind, ARGS(ARG(kind, kind),
	    ARG(name_key, f->name_key), ARG(pattern, f->pattern),
	    ARG(status, f->status)), total);
}

static bool
list_all(struct call *c, const struct tenant_filter *filter,
	 const struct page *p, struct tenant_rows *out, int64_t *total)
{
	struct filter_args f = bound(call_arena(c), filter);

	if (!list_of_kind(c, "tenant", &f, p, out))
		return false;
	if (p->by_cursor)
		return true;
	if (!is_filtered(filter))
		return tally_all(c, total);
	return count_of_kind(c, "tenant", &f, total);
}

static bool
list_below(struct call *c, struct id msp, const struct tenant_filter *filter,
	   const struct page *p, struct tenant_rows *out, int64_t *total)
{
	struct filter_args f = bound(call_arena(c), filter);

	if (!db_all(c->db, SQL_tenant_list_msp, ARGS(ARG(msp_id, msp),
	    ARG(after, p->from), ARG(name_key, f.name_key),
	    ARG(pattern, f.pattern), ARG(status, f.status),
	    ARG(limit, p->fetch), ARG(offset, p->offset)), tenant_row, out))
		return false;
	if (p->by_cursor)
		return true;
	if (is_filtered(filter))
		return db_int(c->db, SQL_tenant_count_msp, ARGS(
		    ARG(msp_id, msp), ARG(name_key, f.name_key),
		    ARG(pattern, f.pattern), ARG(status, f.status)), total);
	return tally_of(c, msp, total);
}

/* A tenant's own people reach one tenant. */
static bool
list_own(struct call *c, const struct tenant_filter *filter,
	 const struct page *p, struct tenant_rows *out, int64_t *total)
{
	struct filter_args f = bound(call_arena(c), filter);
	struct tenant_row *own = arena_new(call_arena(c), struct tenant_row);
	bool fits;

	if (!tenant_get(c, c->who->tenant_id, own))
		return false;
	fits = (f.name_key == NULL ||
	    strcmp(f.name_key, utf8_fold(call_arena(c), own->name)) == 0) &&
	    (filter->query == NULL || strstr(utf8_fold(call_arena(c),
	    own->name), utf8_fold(call_arena(c), filter->query)) != NULL) &&
	    (f.status == NULL || strcmp(f.status, own->status) == 0);
	out->at = own;
	out->n = fits && p->offset == 0 && !p->by_cursor;
	if (!p->by_cursor)
		*total = fits;
	return true;
}

bool
tenant_list(struct call *c, const struct tenant_filter *f, const struct page *p,
	    struct tenant_rows *out, int64_t *total)
{
	*total = INT_ABSENT;
	switch (c->who->level) {
	case LEVEL_platform:
		return list_all(c, f, p, out, total);
	case LEVEL_msp:
		return list_below(c, c->who->tenant_id, f, p, out, total);
	case LEVEL_tenant:
		return list_own(c, f, p, out, total);
	}
	unreachable();
}

bool
msp_list(struct call *c, const struct page *p, struct tenant_rows *out,
	 int64_t *total)
{
	static const struct filter_args any;

	*total = INT_ABSENT;
	return list_of_kind(c, "msp", &any, p, out) &&
	    (p->by_cursor || count_of_kind(c, "msp", &any, total));
}

/* ---- objects ---- */

/* Then what is in force above it is known already, and its row may leave it out. */
static bool
is_below(const struct caller *who, const struct tenant_row *t)
{
	return who->level == LEVEL_msp && id_equal(who->tenant_id, t->msp_id);
}

void
tenant_object(struct call *c, const struct tenant_row *t, bool detail,
	      struct tenant *out)
{
	struct arena *a = call_arena(c);
	struct tenant_config *config = arena_new(a, struct tenant_config);
	struct settings s;

	if (is_below(c->who, t))
		settings_below(&c->ctx, &c->who->settings, t->config, &s);
	else
		tenant_settings(c, t, &s);
	*config = (struct tenant_config){
		.beta_features = setting_bool(&s, SETTING_beta_features),
		.mfa_required = setting_bool(&s, SETTING_mfa_required),
		.default_model_name =
		    setting_text(&s, SETTING_default_model_name),
	};
	*out = (struct tenant){
		.id = t->id, .name = t->name, .slug = t->slug,
		.status = t->status, .msp_id = t->msp_id,
		.primary_package_name = t->primary_package,
		.additional_package_names = strs_parse(a,
		    t->additional_packages),
		.user_count = t->user_count,
		.total_credits_used = t->credits_used,
		.total_credit_limit = t->credit_limit,
		.tenant_config = config, .version = t->version,
		.created_at = t->created_at,
	};
	if (detail)
		out->disabled_model_names = strs_parse(a, t->disabled_models);
}

static const struct credit_sums *
sums_of(const struct credit_sums *at, size_t n, struct id msp)
{
	static const struct credit_sums none;

	for (size_t i = 0; i < n; i++)
		if (id_equal(at[i].msp_id, msp))
			return &at[i];
	return &none;
}

bool
msp_objects(struct call *c, const struct tenant_row *at, size_t n,
	    struct msp *out)
{
	struct { const struct credit_sums *at; size_t n; } sums = {NULL, 0};
	struct id *ids = arena_array(call_arena(c), n, sizeof(*ids));
	int64_t *counts = arena_array(call_arena(c), n, sizeof(*counts));

	for (size_t i = 0; i < n; i++)
		ids[i] = at[i].id;
	if (!tally_each(c, ids, n, counts))
		return false;
	if (n > 0 && !db_all(c->db, SQL_tenant_credits, ARGS(
	    ARG(first, at[0].id), ARG(last, at[n - 1].id)), credit_sums, &sums))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct credit_sums *s = sums_of(sums.at, sums.n, at[i].id);

		out[i] = (struct msp){
			.id = at[i].id, .name = at[i].name, .slug = at[i].slug,
			.status = at[i].status,
			.primary_package_name = at[i].primary_package,
			.total_credits_used = s->used,
			.total_credit_limit = s->granted,
			.user_count = at[i].user_count,
			.tenant_count = counts[i],
			.version = at[i].version,
			.created_at = at[i].created_at,
		};
	}
	return true;
}
