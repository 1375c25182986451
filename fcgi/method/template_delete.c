/* SPDX-License-Identifier: MIT */
#include "model/template.h"

#define IN(F, T)							\
	F(T, id, template_id, .kind = KIND_template, .doc = "The template")
#define OUT(F, T)							\
	F(T, bool, deleted, .doc = "true")
RECORD(template_delete_in, IN);
RECORD(template_delete_out, OUT);

METHOD_AS(template_delete, delete, template_delete_in, template_delete_out,
	.name    = "template.delete",
	.summary = "Delete a template; tenants that exist stay as they are.",
	.perm    = PERM_template_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
delete(struct call *c, const struct template_delete_in *in,
       struct template_delete_out *out)
{
	struct template_row t;
	struct tenant_row owner;

	if (!template_target(c, in->template_id, &t) ||
	    !caller_target(c, t.tenant_id, PERM_template_manage, &owner) ||
	    !template_delete(c, &t))
		return false;
	call_target(c, owner.id, t.id);
	call_changed(c, "name", t.name, NULL);
	out->deleted = true;
	return true;
}
