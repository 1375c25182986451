/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define IN(F, T)							\
	F(T, id,  msp_id, .kind = KIND_msp, .doc = "The MSP")		\
	F(T, str, name, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "New name")
RECORD(msp_update_in, IN);

METHOD(msp_update, msp_update_in, msp,
	.name      = "msp.update",
	.summary   = "Rename an MSP.",
	.perm      = PERM_msp_manage,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_name_taken),
	.example   = "{\"msp_id\":\"msp_01jbx3q9ek7c8s5w2m4n6p8r02\","
	    "\"name\":\"Northern IT\"}");

static bool
rename_to(struct call *c, const struct tenant_row *t, const char *name)
{
	call_changed(c, "name", t->name, name);
	return tenant_rename(c, t, name, "name");
}

static bool
msp_update(struct call *c, const struct msp_update_in *in, struct msp *out)
{
	struct tenant_row t;

	if (!caller_target(c, in->msp_id, PERM_msp_manage, &t) ||
	    !call_version(c, t.version))
		return false;
	call_target(c, t.id, t.id);
	return (in->name == NULL || rename_to(c, &t, in->name)) &&
	    tenant_get(c, t.id, &t) && msp_objects(c, &t, 1, out);
}
