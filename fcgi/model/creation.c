/* SPDX-License-Identifier: MIT */
#include "model/creation.h"

#include <string.h>

/* What one creation is made of, once everything that it names was found. */
struct plan {
	const struct creation *in;
	const struct tenant_row *owner;
	struct settings settings;	/* of the owner */
	bool templated, packaged;
	struct template_row template;
	struct package_wish package;
	const char *config;
};

static const char *
field_of(struct call *c, const struct plan *p, const char *name)
{
	return arena_printf(call_arena(c), "%s%s", p->in->path, name);
}

/* ---- what it names ---- */

static bool
find_template(struct call *c, struct plan *p)
{
	p->templated = !id_is_null(p->in->template_id);
	return !p->templated || template_find(c, p->owner->id,
	    p->in->template_id, field_of(c, p, "template_id"), &p->template);
}

/* A package that is named beside a template must be of the template's type. */
static bool
find_package(struct call *c, struct plan *p)
{
	struct id type = p->templated ? p->template.package_type_id :
	    (struct id){{0}};
	struct id wanted = id_is_null(p->in->package_id) ? type :
	    p->in->package_id;
	const char *field = field_of(c, p, "package_id");

	p->packaged = !id_is_null(wanted);
	if (!p->packaged) {
		if (setting_is(&p->settings, SETTING_packages, "off"))
			return true;
		(void)fail_field(&c->ctx, E_primary_package_required, field,
		    "no type");
		c->ctx.err.setting = setting_name(SETTING_packages);
		return false;
	}
	if (!package_wish(c, p->owner->id, wanted, field, &p->package))
		return false;
	if (!id_is_null(type) && !id_equal(type, p->package.type.id))
		return fail_field(&c->ctx, E_package_mismatch, field,
		    "the template has another type");
	return true;
}

static bool
find_config(struct call *c, struct plan *p)
{
	const char *base = p->templated ? p->template.config : NULL;
	const char *path = field_of(c, p, "config");
	struct tenant_row would = template_tenant(p->owner);
	struct strs roles = {NULL, 0};

	if (p->templated)
		roles = template_role_names(c, &p->template);
	p->config = p->in->config != NULL ? settings_merge(&c->ctx,
	    LEVEL_tenant, base, p->in->config, path) : base;
	return p->config == NULL || (tenant_check_config(c, &would, p->config,
	    roles, path) && fail_faults(&c->ctx));
}

/* ---- making it ---- */

static bool
make_row(struct call *c, const struct plan *p, struct tenant_row *out)
{
	const struct tenant_new new = {
		.kind = KIND_tenant, .name = p->in->name, .slug = p->in->slug,
		.msp_id = tenant_level(p->owner) == LEVEL_msp ? p->owner->id :
		    (struct id){{0}},
		.config = p->config, .path = p->in->path,
		.name_field = "tenant_name",
	};

	return tenant_make(c, &new, out);
}

static bool
give_package(struct call *c, const struct plan *p, struct created *out)
{
	bool buys = setting_bool(&p->settings, SETTING_auto_purchase);
	struct package_row unit;

	out->purchased = false;
	if (!p->packaged)
		return true;
	return package_give(c, &out->tenant, &p->package, buys,
	    field_of(c, p, "package_id"), &unit, &out->purchased) &&
	    tenant_get(c, out->tenant.id, &out->tenant);
}

bool
creation_run(struct call *c, const struct tenant_row *owner,
	     const struct creation *in, struct created *out)
{
	struct plan p = {.in = in, .owner = owner};

	tenant_settings(c, owner, &p.settings);
	return find_template(c, &p) && find_package(c, &p) &&
	    find_config(c, &p) && make_row(c, &p, &out->tenant) &&
	    (!p.templated || template_make_roles(c, &p.template,
	    out->tenant.id)) &&
	    give_package(c, &p, out);
}
