/* SPDX-License-Identifier: MIT */
#include "model/export.h"

#include "model/outbox.h"

RECORD_TABLE(tenant_document, TENANT_DOCUMENT);

#define ALL	((int64_t)100 * 1000 * 1000)

/* A page that is the whole list. */
static bool
whole(struct call *c, enum order order, int64_t most, struct page *out)
{
	return page_open(c, most, INT_ABSENT, NULL, order, out);
}

static bool
export_roles(struct call *c, const struct tenant_row *t,
	     struct tenant_document *out)
{
	const struct role_row *at;
	struct role *own;
	int64_t *counts;
	size_t n;

	if (!role_list_for(c, t, &at, &n))
		return false;
	counts = arena_array(call_arena(c), n, sizeof(*counts));
	own = arena_array(call_arena(c), n, sizeof(*own));
	if (!role_count_users(c, t, at, n, counts))
		return false;
	out->roles.at = own;
	for (size_t i = 0; i < n; i++)
		if (id_equal(at[i].tenant_id, t->id))
			role_object(c, &at[i], counts[i], &own[out->roles.n++]);
	return true;
}

static bool
export_users(struct call *c, const struct tenant_row *t,
	     struct tenant_document *out)
{
	const struct member_query all = {.not_signed_in_since = INT_ABSENT};
	struct member_list rows;
	struct user *users;
	struct page page;
	int64_t total;

	if (!whole(c, SORTED, ALL, &page) ||
	    !member_page(c, t, &all, &page, &rows, &total))
		return false;
	users = arena_array(call_arena(c), rows.n, sizeof(*users));
	for (size_t i = 0; i < rows.n; i++)
		member_user(c, &rows.at[i], &users[i]);
	out->users.at = users;
	out->users.n = rows.n;
	return true;
}

static bool
add_invitations(struct call *c, const struct tenant_row *t, const char *status,
		struct invitation **at, size_t *n, size_t *cap)
{
	const struct invitation_query query = {.status = status};
	struct invitation_rows rows;
	struct page page;
	int64_t total;

	if (!whole(c, OLDEST_FIRST, ALL, &page) ||
	    !invitation_page(c, t, &query, &page, &rows, &total))
		return false;
	*at = arena_grow(call_arena(c), *at, cap, *n + rows.n, sizeof(**at));
	for (size_t i = 0; i < rows.n; i++)
		invitation_object(c, &rows.at[i], &(*at)[(*n)++]);
	return true;
}

static bool
export_invitations(struct call *c, const struct tenant_row *t,
		   struct tenant_document *out)
{
	static const char *const statuses[] = {
		"pending", "expired", "accepted", "revoked",
	};
	struct invitation *at = arena_array(call_arena(c), 1, sizeof(*at));
	size_t n = 0, cap = 1;

	for (size_t i = 0; i < countof(statuses); i++)
		if (!add_invitations(c, t, statuses[i], &at, &n, &cap))
			return false;
	out->invitations.at = at;
	out->invitations.n = n;
	return true;
}

static bool
export_keys(struct call *c, const struct tenant_row *t,
	    struct tenant_document *out)
{
	struct api_key_rows rows;
	struct api_key *keys;
	struct page page;
	int64_t total;

	if (!whole(c, OLDEST_FIRST, ALL, &page) ||
	    !api_key_list(c, t, &page, &rows, &total))
		return false;
	keys = arena_array(call_arena(c), rows.n, sizeof(*keys));
	for (size_t i = 0; i < rows.n; i++)
		api_key_object(c, &rows.at[i], &keys[i]);
	out->api_keys.at = keys;
	out->api_keys.n = rows.n;
	return true;
}

static bool
export_packages(struct call *c, const struct tenant_row *t,
		struct tenant_document *out)
{
	struct package_rows rows;
	struct package *packages;

	if (!package_of_tenant(c, t->id, &rows))
		return false;
	packages = arena_array(call_arena(c), rows.n, sizeof(*packages));
	for (size_t i = 0; i < rows.n; i++)
		package_object(&rows.at[i], &packages[i]);
	out->packages.at = packages;
	out->packages.n = rows.n;
	return true;
}

static bool
export_mails(struct call *c, const struct tenant_row *t,
	     struct tenant_document *out)
{
	struct outbox_rows rows;
	struct mail *mails;

	if (!outbox_of_tenant(c, t->id, &rows))
		return false;
	mails = arena_array(call_arena(c), rows.n, sizeof(*mails));
	for (size_t i = 0; i < rows.n; i++)
		outbox_object(c, &rows.at[i], &mails[i]);
	out->mails.at = mails;
	out->mails.n = rows.n;
	return true;
}

static bool
export_audit(struct call *c, const struct tenant_row *t,
	     struct tenant_document *out)
{
	const struct audit_filter all = {.from = INT_ABSENT, .to = INT_ABSENT};
	struct audit_events events;
	struct page page;

	if (!whole(c, NEWEST_FIRST, EXPORT_EVENTS, &page) ||
	    !audit_list(c, t->id, &all, &page, &events))
		return false;
	out->audit.at = events.at;
	out->audit.n = page_shown(&page, events.n);
	return true;
}

static bool
gather(struct call *c, struct id tenant, struct tenant_document *out)
{
	struct tenant *object = arena_new(call_arena(c), struct tenant);
	struct config *config = arena_new(call_arena(c), struct config);
	struct tenant_row t;

	if (!tenant_get(c, tenant, &t))
		return false;
	tenant_object(c, &t, true, object);
	config_object(c, &t, (struct strs){NULL, 0}, config);
	out->exported_at = c->ctx.now;
	out->tenant = object;
	out->config = config;
	return export_roles(c, &t, out) && export_users(c, &t, out) &&
	    export_invitations(c, &t, out) && export_keys(c, &t, out) &&
	    export_packages(c, &t, out) && export_mails(c, &t, out) &&
	    export_audit(c, &t, out);
}

/* One snapshot for all: a user who is removed meanwhile is in all lists or in none. */
bool
export_tenant(struct call *c, const struct tenant_row *t,
	      struct tenant_document *out)
{
	bool done;

	if (!db_begin(c->db))
		return false;
	done = gather(c, t->id, out);
	db_rollback(c->db);
	return done;
}
