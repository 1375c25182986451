/* SPDX-License-Identifier: MIT */
/*
 * perm — what one may do: permissions and sets of them.
 *
 * Permissions of tenantry are declared in perm.def.  Applications may put their
 * own beside them as app:anything; these are kept and handed on, never
 * interpreted.
 */
#ifndef MODEL_PERM_H
#define MODEL_PERM_H

#include "json/json.h"
#include "rpc/method.h"

enum perm {
	PERM_BEFORE = PERM_FIRST - 1,
#define X(ID, NAME, HOLDERS, TITLE, DOC)	PERM_##ID,
#include "model/perm.def"
#undef X
	PERM_END
};

/* Where a role is used, and how far a caller reaches. */
enum level { LEVEL_platform, LEVEL_msp, LEVEL_tenant };
const char *level_name(enum level);
enum level level_of(const char *kind);	/* of a row's kind or level */

struct perms {
	uint64_t bits;		/* 1 << (perm - PERM_FIRST) */
	struct strs app;	/* app:..., sorted by nothing */
};

const char *perm_name(unsigned perm);	/* also of the base ones */
const char *perm_title(unsigned perm);
const char *perm_description(unsigned perm);

/* The permission of that name, or PERM_UNSET. */
unsigned perm_find(const char *name);

/* What a built-in role may.  OWN: in the MSP itself rather than in its tenants. */
struct perms perms_builtin(enum level, const char *role_name, bool own);

bool perms_has(const struct perms *, unsigned perm);
bool perms_has_name(const struct perms *, const char *name);

/* A list of names as a set; names that nobody knows are left out. */
struct perms perms_of(struct arena *, struct strs names);
/* The same from the text of a JSON list, as it stands in a row. */
struct perms perms_parse(struct arena *, const char *json);
struct perms perms_union(struct arena *, const struct perms *,
			 const struct perms *);

/* Names in the order of the declaration, app: ones behind. */
struct strs perms_names(struct arena *, const struct perms *);

/* The first name of WANT that HAVE lacks; NULL if it has all. */
const char *perms_missing(struct arena *, const struct perms *have,
			  const struct perms *want);

/* A list of texts <-> the text of a JSON list in a row. */
struct strs strs_parse(struct arena *, const char *json);
const char *strs_write(struct arena *, struct strs);
bool strs_has(struct strs, const char *);

#endif
