/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define MOST_MODELS	1000

#define IN(F, T)							\
	F(T, id,   tenant_id, ANY_TENANT, .doc = "The tenant")		\
	F(T, str,  name, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "New name")						\
	F(T, strs, disabled_model_names, .opt = true, .max = MOST_MODELS, \
	    .doc = "Models that it may not use, all of them")
RECORD(tenant_update_in, IN);

METHOD(tenant_update, tenant_update_in, tenant,
	.name      = "tenant.update",
	.summary   = "Rename a tenant, or say which models it may not use.",
	.perm      = PERM_tenant_update,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_name_taken),
	.example   = "{\"tenant_id\":\"tenant_01jbx3q9ek7c8s5w2m4n6p8r03\","
	    "\"disabled_model_names\":[\"large\"]}");

static bool
rename_to(struct call *c, const struct tenant_row *t, const char *name)
{
	call_changed(c, "name", t->name, name);
	return tenant_rename(c, t, name, "name");
}

static bool
set_models(struct call *c, const struct tenant_row *t, struct strs names)
{
	call_changed(c, "disabled_model_names", t->disabled_models,
	    strs_write(call_arena(c), names));
	return tenant_set_disabled_models(c, t->id, names);
}

static bool
tenant_update(struct call *c, const struct tenant_update_in *in,
	      struct tenant *out)
{
	struct tenant_row t;

	if (!caller_target(c, in->tenant_id, PERM_tenant_update, &t) ||
	    !call_version(c, t.version))
		return false;
	call_target(c, t.id, t.id);
	if ((in->name != NULL && !rename_to(c, &t, in->name)) ||
	    (in->disabled_model_names.at != NULL &&
	    !set_models(c, &t, in->disabled_model_names)) ||
	    !tenant_get(c, t.id, &t))
		return false;
	tenant_object(c, &t, true, out);
	return true;
}
