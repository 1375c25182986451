/* SPDX-License-Identifier: MIT */
#include "model/config.h"

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: the caller's own")			\
	F(T, json, values, .doc = "Settings by name: absent ones stay, \"\" clears a text, null goes back to the inherited value")
RECORD(config_update_in, IN);

static void
write_documented(struct buf *b, const void *out)
{
	config_write_documented(b, out);
}

METHOD(config_update, config_update_in, config,
	.name       = "config.update",
	.summary    = "Change settings.",
	.perm       = PERM_config_update,
	.tx         = TX_WRITE,
	.versioned  = true,
	.errors     = ERRS(E_not_found),
	.rest       = "PATCH /v1/admin/tenants/{tenant_id}/config",
	.rest_body  = "values",
	.rest_write = write_documented,
	.example    = "{\"values\":{\"mfa_required\":true}}");

/* Nobody tells two changes of one place apart later, so the second waits here. */
static bool
target(struct call *c, const struct config_update_in *in, struct tenant_row *t)
{
	return caller_enter(c, in->tenant_id, PERM_config_update, 0, t) &&
	    call_version(c, t->config_version);
}

static bool
config_update(struct call *c, const struct config_update_in *in,
	      struct config *out)
{
	struct tenant_row t;
	const char *merged;

	if (!target(c, in, &t))
		return false;
	merged = settings_merge(&c->ctx, tenant_level(&t), t.config, in->values,
	    "values");
	if (!tenant_check_config(c, &t, merged, (struct strs){NULL, 0},
	    "values") || !fail_faults(&c->ctx) ||
	    !tenant_set_config(c, t.id, merged))
		return false;
	call_target(c, t.id, t.id);
	config_audit(c, t.config, merged, in->values);
	if (!tenant_get(c, t.id, &t))
		return false;
	config_object(c, &t, (struct strs){NULL, 0}, out);
	return true;
}
