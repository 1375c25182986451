/* SPDX-License-Identifier: MIT */
/*
 * setting — what tenants, MSPs and the platform can decide for themselves.
 *
 * A level keeps only what it sets, as one JSON object in its row.  The value in force
 * is that of the tenant, then the MSP, then the platform, then the default.
 */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include "model/perm.h"

enum setting {
#define X(KEY, TYPE, DEF, LEVELS, MIN, MAX, ONE_OF, FORMAT, TITLE, DOC) \
	SETTING_##KEY,
#include "model/setting.def"
#undef X
	SETTING_COUNT
};

enum origin { ORIGIN_default, ORIGIN_platform, ORIGIN_msp, ORIGIN_tenant };

struct settings {
	const struct json *value[SETTING_COUNT];	/* never NULL */
	enum origin origin[SETTING_COUNT];
};

const char *setting_name(enum setting);
/* SETTING_COUNT if there is none of that name. */
enum setting setting_find(const char *name);

/* The values in force; a level that does not apply is NULL.  A damaged row counts as
 * empty and is logged. */
void settings_resolve(struct ctx *, const char *tenant, const char *msp,
		      const char *platform, struct settings *out);

/* The same where those above are in force already. */
void settings_below(struct ctx *, const struct settings *above,
		    const char *tenant, struct settings *out);

bool setting_bool(const struct settings *, enum setting);
int64_t setting_int(const struct settings *, enum setting);
const char *setting_text(const struct settings *, enum setting);	/* NULL: null */
bool setting_is(const struct settings *, enum setting, const char *choice);
struct strs setting_strs(struct arena *, const struct settings *, enum setting);

/* Checks what is to be set at a level (values{} of config.update), adding a fault
 * under PATH for each that is wrong, unknown or not to be set there, and merges it
 * into OLD (the level's JSON, may be NULL): null goes back to the inherited value, ""
 * clears a text.  The caller asks fail_faults(). */
const char *settings_merge(struct ctx *, enum level, const char *old,
			   const struct json *values, const char *path);

/* JSON Schema of all settings, titles in the caller's language; and the tables for people. */
void settings_schema(const struct ctx *, struct buf *);
void settings_print(struct buf *);

/* values{} and origin{} of the keys (n 0: all). */
struct json *settings_values(struct arena *, const struct settings *,
			     struct strs keys);
struct json *settings_origins(struct arena *, const struct settings *,
			      struct strs keys);

#endif
