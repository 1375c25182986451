/* SPDX-License-Identifier: MIT */
#include "rpc/call.h"

void
call_target(struct call *c, struct id tenant, struct id target)
{
	c->audit_tenant = tenant;
	c->audit_target = target;
}

static struct json *
text_or_null(struct arena *a, const char *s)
{
	return s == NULL ? json_new(a, JSON_NULL) : json_string(a, s);
}

void
call_changed(struct call *c, const char *name, const char *old, const char *now)
{
	struct arena *a = call_arena(c);
	struct json *pair = json_new(a, JSON_LIST);

	if (c->audit_changes == NULL)
		c->audit_changes = json_new(a, JSON_OBJECT);
	json_append(pair, text_or_null(a, old));
	json_append(pair, text_or_null(a, now));
	json_set(a, c->audit_changes, name, pair);
}

bool
call_version(struct call *c, int64_t version)
{
	if (c->if_version == INT_ABSENT || c->if_version == version)
		return true;
	return fail_field(&c->ctx, E_version_conflict, "if_version",
	    "is %lld, asked for %lld", (long long)version,
	    (long long)c->if_version);
}
