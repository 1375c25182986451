/* SPDX-License-Identifier: MIT */
#include "model/role.h"

#define IN(F, T)							\
	F(T, id,   role_id, .kind = KIND_role, .doc = "The role")	\
	F(T, str,  title, .opt = true, .max = 255, .name_text = true,	\
	    .doc = "For people")					\
	F(T, str,  description, .opt = true, .empty = true, .max = 1000, \
	    .name_text = true, .doc = "What it is for")			\
	F(T, strs, permissions, .opt = true, .max = 200,		\
	    .format = FORMAT_permission, .doc = "What its holders may, all of it") \
	F(T, strs, can_assign, .opt = true, .max = 100, .format = FORMAT_name, \
	    .doc = "Roles that its holders may assign, all of them")
RECORD(role_update_in, IN);

METHOD_AS(role_update, update, role_update_in, role,
	.name    = "role.update",
	.summary = "Change a role; it holds from its holders' next call on.",
	.perm    = PERM_role_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_grant_not_held, E_own_role, E_last_admin),
	.example = "{\"role_id\":\"role_01jbx3q9ek7c8s5w2m4n6p8r06\","
	    "\"permissions\":[\"audit.read\",\"user.read\"]}");

static void
set(struct call *c, const char *name, const char **member, const char *value)
{
	if (value == NULL)
		return;
	call_changed(c, name, *member, value);
	*member = value;
}

static const char *
list_text(struct call *c, struct strs list)
{
	return list.at == NULL ? NULL : strs_write(call_arena(c), list);
}

static bool
update(struct call *c, const struct role_update_in *in, struct role *out)
{
	struct role_row old, now;
	struct tenant_row t;
	int64_t count;

	if (!role_to_change(c, in->role_id, &old, &t))
		return false;
	now = old;
	set(c, "title", &now.title, in->title);
	set(c, "description", &now.description, in->description);
	set(c, "permissions", &now.permissions, list_text(c, in->permissions));
	set(c, "can_assign", &now.can_assign, list_text(c, in->can_assign));
	if (!role_check(c, &t, old.name, in->permissions, in->can_assign) ||
	    !role_update(c, &t, &old, &now) ||
	    !role_count_users(c, &t, &now, 1, &count))
		return false;
	call_target(c, t.id, old.id);
	role_object(c, &now, count, out);
	return true;
}
