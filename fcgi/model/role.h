/* SPDX-License-Identifier: MIT */
/*
 * role — a named set of permissions, built in or an own one.
 */
#ifndef MODEL_ROLE_H
#define MODEL_ROLE_H

#include "model/caller.h"
#include "model/objects.h"

#define ROLE_ROW(F, T)							\
	F(T, id,   id)							\
	F(T, id,   tenant_id)		/* zero: built in */		\
	F(T, str,  level)						\
	F(T, str,  name)						\
	F(T, str,  title)						\
	F(T, str,  description)						\
	F(T, bool, builtin)						\
	F(T, str,  permissions)						\
	F(T, str,  can_assign)						\
	F(T, int,  version)						\
	F(T, time, created_at)
RECORD_STRUCT(role_row, ROLE_ROW);

/* What its holders may in a tenant of their own level (OWN), or below it. */
struct perms role_perms(struct arena *, const struct role_row *, bool own);

/* Roles that can be given in T: its own, its MSP's, the built-in ones of its level. */
MUST_USE bool role_list_for(struct call *, const struct tenant_row *t,
			    const struct role_row **out_at, size_t *out_n);

/* The one of that name among them; an unknown name is a fault of FIELD. */
MUST_USE bool role_find_for(struct call *, const struct tenant_row *t,
			    const char *name, const char *field,
			    struct role_row *out);

/* The one of that name in such a list, or NULL. */
const struct role_row *role_named(const struct role_row *at, size_t n,
				  const char *name);

/* How many members of T have each of N roles. */
MUST_USE bool role_count_users(struct call *, const struct tenant_row *t,
			       const struct role_row *at, size_t n, int64_t *out);

/* By id alone; fails with not_found. */
MUST_USE bool role_get(struct call *, struct id, struct role_row *out);

/* Within the caller's reach, by id: built in, made where she reaches, or by her MSP. */
MUST_USE bool role_target(struct call *, struct id, struct role_row *out);

/* What the caller holds in T. */
const struct perms *role_held_in(const struct caller *, const struct tenant_row *t);

/* Whether the caller may give it in T (R33, R117): at home only if her role lists it (a
 * built-in admin also those that were made there), and nowhere one that holds a permission
 * that she lacks.  role_not_assignable, grant_not_held. */
MUST_USE bool role_may_assign(struct call *, const struct tenant_row *t,
			      const struct role_row *, const char *field);

/* grant_not_held unless the caller holds all of them, app: ones aside if she manages the
 * users of T; unknown names are faults. */
MUST_USE bool role_may_grant(struct call *, const struct tenant_row *t,
			     struct strs permissions, const char *field);

/* Title or description of a role to the caller: of a built-in one in her language, of
 * others as somebody wrote it. */
const char *role_says(const struct call *, bool builtin, const char *words);

/* ---- own roles (role_edit.c) ---- */

/* Within the caller's reach and to be changed by her: permission_denied for a built-in
 * one, own_role for the one that she has herself (R54).  The row of OWNER is locked. */
MUST_USE bool role_to_change(struct call *, struct id, struct role_row *out,
			     struct tenant_row *out_owner);

/* Adds what is wrong with permissions and can_assign of a role of T to the faults and
 * fails; grant_not_held. */
MUST_USE bool role_check(struct call *, const struct tenant_row *t,
			 const char *name, struct strs permissions,
			 struct strs can_assign);

/* name_taken by another role of T, or a built-in one. */
MUST_USE bool role_insert(struct call *, const struct tenant_row *t,
			  const struct role_row *);

/* Holds from the next request of its holders on.  last_admin if nobody of the caller's
 * own place could manage its users any more. */
MUST_USE bool role_update(struct call *, const struct tenant_row *t,
			  const struct role_row *old, const struct role_row *now);

/* Its holders get the role REPLACE_WITH, a name or an id; NULL: role_in_use if there are
 * any.  role_is_default; role_not_assignable, grant_not_held for the other one. */
MUST_USE bool role_delete(struct call *, const struct tenant_row *t,
			  const struct role_row *, const char *replace_with,
			  int64_t *users_moved);

/* As the contract shows it. */
void role_object(struct call *, const struct role_row *, int64_t user_count,
		 struct role *out);

#endif
