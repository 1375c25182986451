/* SPDX-License-Identifier: MIT */
#include "model/entry.h"
#include "model/membership.h"

#define IN(F, T)							\
	F(T, id, tenant_id, ANY_TENANT, .doc = "Where to: one of the own memberships")
RECORD(auth_switch_tenant_in, IN);

METHOD(auth_switch_tenant, auth_switch_tenant_in, entered,
	.name = "auth.switch_tenant",
	.summary = "Go on in another tenant of which one is a member.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.example = "{\"tenant_id\":\"tenant_01jbx3q9ek7c8s5w2m4n6p8r03\"}",
	.errors = ERRS(E_not_found, E_wrong_host));

static const struct membership_row *
find(const struct memberships *all, struct id tenant)
{
	for (size_t i = 0; i < all->n; i++)
		if (id_equal(all->at[i].tenant_id, tenant))
			return &all->at[i];
	return NULL;
}

static bool
fail_elsewhere(struct call *c, const struct tenant_row *t)
{
	struct id host;

	(void)fail(&c->ctx, E_wrong_host, "a member elsewhere");
	c->ctx.err.host = tenant_sign_in_host(c, t, &host);
	return false;
}

static bool
auth_switch_tenant(struct call *c, const struct auth_switch_tenant_in *in,
		   struct entered *out)
{
	const struct membership_row *m;
	struct tenant_row host, t;
	struct memberships all;

	if (!tenant_get(c, c->who->row->host_id, &host) ||
	    !membership_list(c, c->who->id, &all))
		return false;
	m = find(&all, in->tenant_id);
	if (m == NULL)
		return fail(&c->ctx, E_not_found, "no membership there");
	membership_tenant(m, &t);
	call_target(c, t.id, c->who->id);
	if (!membership_is_on(m, &host))
		return fail_elsewhere(c, &t);
	return membership_is_open(c, m) && entry_switch(c, &t, out);
}
