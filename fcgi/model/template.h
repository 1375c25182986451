/* SPDX-License-Identifier: MIT */
/*
 * template — a preset that is applied once, when a tenant is created: package type,
 * settings, roles.
 *
 * A template belongs to the MSP or the platform that made it; those of the platform and
 * the shipped ones (which nobody changes) can be used by everybody.
 */
#ifndef MODEL_TEMPLATE_H
#define MODEL_TEMPLATE_H

#include "model/package.h"

#define TEMPLATE_ROLE(F, T)						\
	F(T, str,  name, .max = 64, .format = FORMAT_name,		\
	    .doc = "What role and role_name say")			\
	F(T, str,  title, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "For people; left out: the name")			\
	F(T, str,  description, .opt = true, .empty = true, .max = 1000, \
	    .name_text = true, .doc = "What it is for")			\
	F(T, strs, permissions, .max = 200, .format = FORMAT_permission, \
	    .doc = "What its holders may")				\
	F(T, strs, can_assign, .opt = true, .max = 100, .format = FORMAT_name, \
	    .doc = "Roles that its holders may assign")
RECORD_STRUCT(template_role, TEMPLATE_ROLE);

#define TEMPLATE(F, T)							\
	F(T, id,   id, .kind = KIND_template, .doc = "The template")	\
	F(T, str,  name, .doc = "Its name")				\
	F(T, id,   package_type_id, .kind = KIND_pkgtype, .nullable = true, \
	    .doc = "Type of the package that a new tenant gets")	\
	F(T, json, config, .doc = "Settings of a new tenant")		\
	F(T, list, roles, template_role, .doc = "Roles of a new tenant") \
	F(T, int,  version, .doc = "Grows with each change")
RECORD_STRUCT(template, TEMPLATE);

#define TEMPLATE_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, id,   tenant_id)		/* zero: shipped */		\
	F(T, str,  name)						\
	F(T, id,   package_type_id)					\
	F(T, str,  config)						\
	F(T, str,  roles)						\
	F(T, int,  version)						\
	F(T, time, created_at)
RECORD_STRUCT(template_row, TEMPLATE_ROW);

struct template_rows {
	const struct template_row *at;
	size_t n;
};

struct template_roles {
	const struct template_role *at;
	size_t n;
};

/* Of those that OWNER (an MSP or the platform) can use; not_found of FIELD otherwise. */
MUST_USE bool template_find(struct call *, struct id owner, struct id id,
			    const char *field, struct template_row *out);

/* The caller's own, to be changed: not_found if she cannot see it, permission_denied if
 * it is not hers. */
MUST_USE bool template_target(struct call *, struct id, struct template_row *out);

MUST_USE bool template_list(struct call *, struct id owner, const struct page *,
			    struct template_rows *out, int64_t *total);

/* Adds what is wrong with a template of OWNER to the faults: a role that has a built-in
 * name or stands there twice, permissions that the caller cannot give, settings. */
MUST_USE bool template_check(struct call *, const struct tenant_row *owner,
			     const struct json *config,
			     const struct template_roles *roles,
			     const char **out_config);

/* A row with a new id is inserted, one that exists is changed.  name_taken. */
MUST_USE bool template_insert(struct call *, const struct template_row *);
MUST_USE bool template_update(struct call *, const struct template_row *);
MUST_USE bool template_delete(struct call *, const struct template_row *);

struct template_roles template_roles_of(struct call *, const struct template_row *);
const char *template_roles_write(struct call *, const struct template_roles *);

/* Names of its roles. */
struct strs template_role_names(struct call *, const struct template_row *);

/* The new tenant T gets the roles. */
MUST_USE bool template_make_roles(struct call *, const struct template_row *,
				  struct id tenant);

void template_object(struct call *, const struct template_row *, struct template *out);

/* Where a tenant of OWNER would be before it has a row: for checks of its settings. */
struct tenant_row template_tenant(const struct tenant_row *owner);

#endif
