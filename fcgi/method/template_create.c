/* SPDX-License-Identifier: MIT */
#include "model/template.h"

#define IN(F, T)							\
	F(T, str,  name, .max = 255, .name_text = true, .doc = "Its name") \
	F(T, id,   package_type_id, .opt = true, .nullable = true,	\
	    .kind = KIND_pkgtype, .doc = "Type of the package that a new tenant gets") \
	F(T, json, config, .opt = true, .doc = "Settings of a new tenant") \
	F(T, list, roles, template_role, .opt = true, .max = 50,	\
	    .doc = "Roles of a new tenant")
RECORD(template_create_in, IN);

METHOD(template_create, template_create_in, template,
	.name    = "template.create",
	.summary = "Create a template for new tenants.",
	.perm    = PERM_template_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_name_taken, E_grant_not_held),
	.example = "{\"name\":\"Trial\",\"config\":{\"max_users\":5}}");

static bool
template_create(struct call *c, const struct template_create_in *in,
		struct template *out)
{
	const struct template_roles roles = {in->roles.at, in->roles.n};
	struct template_row t = {
		.id = id_make(KIND_template), .tenant_id = c->who->tenant_id,
		.name = in->name, .package_type_id = in->package_type_id,
		.version = 1, .created_at = c->ctx.now,
	};
	struct package_type_row type;
	struct tenant_row owner;

	if (!caller_target(c, t.tenant_id, PERM_template_manage, &owner) ||
	    (!id_is_null(t.package_type_id) &&
	    !package_type_get(c, t.package_type_id, &type)) ||
	    !template_check(c, &owner, in->config, &roles, &t.config))
		return false;
	t.roles = template_roles_write(c, &roles);
	if (!template_insert(c, &t))
		return false;
	call_target(c, owner.id, t.id);
	template_object(c, &t, out);
	return true;
}
