/* SPDX-License-Identifier: MIT */
#include "model/template.h"

#include <string.h>

#define IN(F, T)							\
	F(T, id,   template_id, .kind = KIND_template, .doc = "The template") \
	F(T, str,  name, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "New name")						\
	F(T, json, package_type_id, .opt = true,			\
	    .doc = "New type of package; null: none")			\
	F(T, json, config, .opt = true, .doc = "All settings of a new tenant") \
	F(T, list, roles, template_role, .opt = true, .max = 50,	\
	    .doc = "All roles of a new tenant")
RECORD(template_update_in, IN);

METHOD_AS(template_update, update, template_update_in, template,
	.name      = "template.update",
	.summary   = "Change a template; tenants that exist stay as they are.",
	.perm      = PERM_template_manage,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_name_taken, E_grant_not_held),
	.example   = "{\"template_id\":\"tentemplate_01jbx3q9ek7c8s5w2m4n6p8r09\","
	    "\"config\":{\"max_users\":20}}");

static bool
change_type(struct call *c, const struct json *v, struct template_row *t)
{
	struct package_type_row type;
	struct id id = {{0}};

	if (v->type != JSON_NULL && (v->type != JSON_STRING ||
	    !id_parse(v->text, &id) || id_kind(id) != KIND_pkgtype))
		return fail_param(&c->ctx, "package_type_id", "format",
		    "must be an id %s_...", id_prefix(KIND_pkgtype));
	t->package_type_id = id;
	return id_is_null(id) || package_type_get(c, id, &type);
}

static bool
parsed(struct call *c, const char *text, const struct json **out)
{
	return json_parse(&c->ctx, (struct bytes){(const unsigned char *)text,
	    strlen(text)}, &json_trusted, out);
}

/* Settings and roles must fit together, so both are looked at when one changes. */
static bool
change_rest(struct call *c, const struct tenant_row *owner,
	    const struct template_update_in *in, struct template_row *t)
{
	struct template_roles roles = {in->roles.at, in->roles.n};
	const struct json *config = in->config;

	if (in->config == NULL && in->roles.at == NULL)
		return true;
	if (in->roles.at == NULL)
		roles = template_roles_of(c, t);
	if (config == NULL && !parsed(c, t->config, &config))
		return false;
	t->roles = template_roles_write(c, &roles);
	return template_check(c, owner, config, &roles, &t->config);
}

static bool
update(struct call *c, const struct template_update_in *in,
       struct template *out)
{
	struct template_row t;
	struct tenant_row owner;

	if (!template_target(c, in->template_id, &t) ||
	    !caller_target(c, t.tenant_id, PERM_template_manage, &owner) ||
	    !call_version(c, t.version))
		return false;
	if (in->name != NULL)
		t.name = in->name;
	if ((in->package_type_id != NULL &&
	    !change_type(c, in->package_type_id, &t)) ||
	    !change_rest(c, &owner, in, &t) || !template_update(c, &t))
		return false;
	call_target(c, owner.id, t.id);
	t.version++;
	template_object(c, &t, out);
	return true;
}
