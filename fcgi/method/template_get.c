/* SPDX-License-Identifier: MIT */
#include "model/template.h"

#define IN(F, T)							\
	F(T, id, template_id, .kind = KIND_template, .doc = "The template")
RECORD(template_get_in, IN);

METHOD(template_get, template_get_in, template,
	.name    = "template.get",
	.summary = "Show one template.",
	.perm    = PERM_package_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
template_get(struct call *c, const struct template_get_in *in,
	     struct template *out)
{
	struct template_row t;

	if (!template_find(c, c->who->tenant_id, in->template_id, NULL, &t))
		return false;
	template_object(c, &t, out);
	return true;
}
