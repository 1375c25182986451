/* SPDX-License-Identifier: MIT */
#include "model/creation.h"

static const char *
field_of(struct call *c, const struct creation *p, const char *name)
{
	return arena_printf(call_arena(c), "%s%s", p->path, name);
}

/* ---- what it names ---- */

static bool
find_template(struct call *c, struct creation *p)
{
	p->templated = !id_is_null(p->template_id);
	return !p->templated || template_find(c, c->who->tenant_id,
	    p->template_id, field_of(c, p, "template_id"), &p->template);
}

/* A package that is named beside a template must be of the template's type. */
static bool
find_package(struct call *c, struct creation *p)
{
	struct id type = p->templated ? p->template.package_type_id :
	    (struct id){{0}};
	struct id wanted = id_is_null(p->package_id) ? type : p->package_id;
	const char *field = field_of(c, p, "package_id");

	p->packaged = !id_is_null(wanted);
	if (!p->packaged) {
		if (setting_is(&c->who->settings, SETTING_packages, "off"))
			return true;
		(void)fail_field(&c->ctx, E_primary_package_required, field,
		    "no type");
		c->ctx.err.setting = setting_name(SETTING_packages);
		return false;
	}
	if (!package_wish(c, c->who->tenant_id, wanted, field, &p->package) ||
	    !package_is_primary(c, &p->package.type, field))
		return false;
	if (!id_is_null(type) && !id_equal(type, p->package.type.id))
		return fail_field(&c->ctx, E_package_mismatch, field,
		    "the template has another type");
	return true;
}

/* Those of the template, and over them its own. */
static void
merge_config(struct call *c, struct creation *p)
{
	const char *base = p->templated ? p->template.config : NULL;

	p->merged = p->config == NULL ? base : settings_merge(&c->ctx,
	    LEVEL_tenant, base, p->config, field_of(c, p, "config"));
}

/* ---- making it ---- */

static bool
make_row(struct call *c, struct creation *p)
{
	const struct tenant_new new = {
		.kind = KIND_tenant, .name = p->name, .slug = p->slug,
		.msp_id = c->who->level == LEVEL_msp ? c->who->tenant_id :
		    (struct id){{0}},
		.config = p->merged, .path = p->path,
		.name_field = "tenant_name",
	};

	p->id = id_make(KIND_tenant);
	return tenant_insert(c, &new, p->id);
}

static bool
take_package(struct call *c, struct creation *p)
{
	bool buys = setting_bool(&c->who->settings, SETTING_auto_purchase);
	struct id unit;

	p->purchased = false;
	return !p->packaged || package_take(c, c->who->tenant_id, &p->package,
	    p->id, buys, field_of(c, p, "package_id"), &unit, &p->purchased);
}

bool
creation_begin(struct call *c, struct creation *p)
{
	if (!find_template(c, p) || !find_package(c, p))
		return false;
	merge_config(c, p);
	return make_row(c, p) && take_package(c, p);
}

static bool
check_config(struct call *c, const struct creation *p,
	     const struct tenant_row *t)
{
	struct strs roles = {NULL, 0};

	if (p->merged == NULL)
		return true;
	if (p->templated)
		roles = template_role_names(c, &p->template);
	return tenant_check_config(c, t, p->merged, roles,
	    field_of(c, p, "config")) && fail_faults(&c->ctx);
}

bool
creation_finish(struct call *c, const struct creation *p,
		struct tenant_row *out)
{
	return tenant_get(c, p->id, out) && check_config(c, p, out) &&
	    (!p->templated || template_make_roles(c, &p->template, p->id)) &&
	    (!p->packaged || (package_sum_up(c, p->id) &&
	    tenant_get(c, p->id, out)));
}
