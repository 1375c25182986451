/* SPDX-License-Identifier: MIT */
#include "model/membership.h"

#include <string.h>

RECORD_TABLE(membership_row, MEMBERSHIP_ROW);

bool
membership_list(struct call *c, struct id account, struct memberships *out)
{
	return db_all(c->db, SQL_membership_list, ARGS(
	    ARG(account_id, account)), membership_row, out);
}

/* Staff on the admin host; others on their tenant's or its MSP's. */
bool
membership_is_on(const struct membership_row *m, const struct tenant_row *host)
{
	switch (tenant_level(host)) {
	case LEVEL_platform:
		return level_of(m->kind) != LEVEL_tenant;
	case LEVEL_msp:
		return level_of(m->kind) == LEVEL_tenant &&
		    id_equal(m->msp_id, host->id);
	case LEVEL_tenant:
		return id_equal(m->tenant_id, host->id);
	}
	unreachable();
}

static bool
is_member(const struct call *c, const struct membership_row *m)
{
	return strcmp(m->status, "active") == 0 &&
	    (m->access_expires_at == INT_ABSENT ||
	    m->access_expires_at > c->ctx.now);
}

static bool
is_served(const struct membership_row *m)
{
	return strcmp(m->tenant_status, "active") == 0 &&
	    (m->msp_status == NULL || strcmp(m->msp_status, "active") == 0);
}

const struct membership_row *
membership_choose(const struct call *c, const struct memberships *all,
		  const struct tenant_row *host)
{
	const struct membership_row *first = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct membership_row *m = &all->at[i];

		if (host != NULL && !membership_is_on(m, host))
			continue;
		if (is_member(c, m) && is_served(m))
			return m;
		if (first == NULL)
			first = m;
	}
	return first;
}

bool
membership_is_open(struct call *c, const struct membership_row *m)
{
	if (!is_member(c, m))
		return fail(&c->ctx, E_user_inactive, "%s", m->status);
	if (!is_served(m))
		return fail(&c->ctx, E_tenant_suspended, "%s", m->tenant_status);
	return true;
}

void
membership_tenant(const struct membership_row *m, struct tenant_row *out)
{
	*out = (struct tenant_row){
		.id = m->tenant_id, .kind = m->kind, .msp_id = m->msp_id,
		.name = m->name, .slug = m->slug, .status = m->tenant_status,
		.config = m->config,
		.msp_slug = m->msp_slug, .msp_name = m->msp_name,
		.msp_status = m->msp_status, .msp_config = m->msp_config,
		.platform_config = m->platform_config,
	};
}

const struct membership_view *
membership_views(struct call *c, const struct memberships *all)
{
	struct membership_view *v = arena_array(call_arena(c), all->n + 1,
	    sizeof(*v));

	for (size_t i = 0; i < all->n; i++) {
		const struct membership_row *m = &all->at[i];
		struct tenant_row t;
		struct id host;

		membership_tenant(m, &t);
		v[i] = (struct membership_view){
			.tenant_id = m->tenant_id, .tenant_name = m->name,
			.tenant_slug = m->slug, .role_name = m->role_name,
			.status = m->status,
			.host = tenant_sign_in_host(c, &t, &host),
		};
	}
	return v;
}
