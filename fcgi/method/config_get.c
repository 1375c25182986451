/* SPDX-License-Identifier: MIT */
#include "model/config.h"

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where; left out: the caller's own")			\
	F(T, strs, keys, .opt = true, .max = SETTING_COUNT,		\
	    .doc = "Only these settings")
RECORD(config_get_in, IN);

METHOD_AS(config_get, get, config_get_in, config,
	.name    = "config.get",
	.summary = "Show the settings in force, and whose they are.",
	.perm    = PERM_config_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.example = "{\"keys\":[\"mfa_required\",\"max_users\"]}");

static bool
check_keys(struct call *c, struct strs keys)
{
	for (size_t i = 0; i < keys.n; i++)
		if (setting_find(keys.at[i]) == SETTING_COUNT)
			fault_add(&c->ctx, arena_printf(call_arena(c),
			    "keys[%zu]", i), "unknown", "is no setting");
	return fail_faults(&c->ctx);
}

static bool
get(struct call *c, const struct config_get_in *in, struct config *out)
{
	struct tenant_row t;

	if (!caller_target(c, in->tenant_id, PERM_config_read, &t) ||
	    !check_keys(c, in->keys))
		return false;
	config_object(c, &t, in->keys, out);
	return true;
}
