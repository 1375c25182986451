/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: the caller's own.  Of an MSP: for its staff and its tenants") \
	F(T, str,  name, .max = 64, .format = FORMAT_name,		\
	    .doc = "What role and role_name say")			\
	F(T, str,  title, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "For people; left out: the name")			\
	F(T, str,  description, .opt = true, .empty = true, .max = 1000, \
	    .name_text = true, .doc = "What it is for")			\
	F(T, strs, permissions, .max = 200, .format = FORMAT_permission, \
	    .doc = "What its holders may, at most what the caller may")	\
	F(T, strs, can_assign, .opt = true, .max = 100, .format = FORMAT_name, \
	    .doc = "Roles that its holders may assign")
RECORD(role_create_in, IN);

METHOD(role_create, role_create_in, role,
	.name    = "role.create",
	.summary = "Create a role with permissions of its own.",
	.perm    = PERM_role_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_name_taken, E_grant_not_held),
	.example = "{\"name\":\"auditor\",\"permissions\":[\"audit.read\"]}");

static const char *
or(const char *text, const char *otherwise)
{
	return text == NULL ? otherwise : text;
}

static bool
role_create(struct call *c, const struct role_create_in *in, struct role *out)
{
	struct arena *a = call_arena(c);
	struct role_row r = {
		.id = id_make(KIND_role), .name = in->name,
		.title = or(in->title, in->name),
		.description = or(in->description, ""),
		.permissions = strs_write(a, in->permissions),
		.can_assign = strs_write(a, in->can_assign),
		.created_at = c->ctx.now,
	};
	struct tenant_row t;

	if (!caller_target(c, in->tenant_id, PERM_role_manage, &t) ||
	    !role_check(c, &t, in->name, in->permissions, in->can_assign) ||
	    !role_insert(c, &t, &r))
		return false;
	r.tenant_id = t.id;
	r.level = t.kind;
	call_target(c, t.id, r.id);
	role_object(c, &r, 0, out);
	return true;
}
