/* SPDX-License-Identifier: MIT */
#include "model/api_key.h"
#include "model/role.h"

#define IN(F, T)							\
	F(T, str,  name, .max = 255, .name_text = true, .doc = "What it is for") \
	F(T, strs, permissions, .min = 1, .max = 200,			\
	    .format = FORMAT_permission,				\
	    .doc = "What it may, at most what the caller may")		\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Whose it is; left out: the caller's own")		\
	F(T, time, expires_at, .opt = true, .nullable = true,		\
	    .doc = "When it ends; left out: never")
#define OUT(F, T)							\
	F(T, rec, api_key, api_key, .doc = "The new key")		\
	F(T, str, secret, .secret = true, .doc = "What a caller sends as X-API-Key; shown once")
RECORD(api_key_create_in, IN);
RECORD(api_key_secret_out, OUT);

METHOD(api_key_create, api_key_create_in, api_key_secret_out,
	.name    = "api_key.create",
	.summary = "Make a key with which a back end calls.",
	.perm    = PERM_api_key_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_grant_not_held, E_step_up_required),
	.example = "{\"name\":\"Billing\",\"permissions\":[\"tenant.read\"]}");

static bool
check(struct call *c, const struct api_key_create_in *in, struct tenant_row *t)
{
	if (!caller_target(c, in->tenant_id, PERM_api_key_manage, t) ||
	    !caller_stepped_up(c))
		return false;
	if (in->expires_at != INT_ABSENT && in->expires_at != INT_NULL &&
	    in->expires_at <= c->ctx.now)
		return fail_param(&c->ctx, "expires_at", "range",
		    "must be in the future");
	return role_may_grant(c, t, in->permissions, "permissions");
}

static bool
api_key_create(struct call *c, const struct api_key_create_in *in,
	       struct api_key_secret_out *out)
{
	struct api_key *key = arena_new(call_arena(c), struct api_key);
	struct api_key_row k;
	struct tenant_row t;

	if (!check(c, in, &t) || !api_key_make(c, &t, in->name,
	    in->permissions, in->expires_at == INT_NULL ? INT_ABSENT :
	    in->expires_at, &k, &out->secret))
		return false;
	call_target(c, t.id, k.id);
	api_key_object(c, &k, key);
	out->api_key = key;
	return true;
}
