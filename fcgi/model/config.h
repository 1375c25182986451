/* SPDX-License-Identifier: MIT */
/*
 * config — the settings in force at one place, as the contract shows them.
 */
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include "model/caller.h"

#define CONFIG(F, T)							\
	F(T, json, values, .doc = "Settings in force, by name")		\
	F(T, json, origin, .doc = "default, platform, msp or tenant, by name") \
	F(T, int,  version, .doc = "Grows with each change at this place")
RECORD_STRUCT(config, CONFIG);

/* KEYS n 0: all. */
void config_object(struct call *, const struct tenant_row *, struct strs keys,
		   struct config *out);

/* The three settings of the documented tenant API. */
void config_write_documented(struct buf *, const struct config *);

/* What became of each of VALUES, for the audit; OLD and NOW are JSON of the level. */
void config_audit(struct call *, const char *old, const char *now,
		  const struct json *values);

#endif
