/* SPDX-License-Identifier: MIT */
#include "model/api_key.h"
#include "model/role.h"

#define IN(F, T)							\
	F(T, id,  api_key_id, .kind = KIND_key, .doc = "The key")	\
	F(T, int, overlap_hours, .opt = true, .has_def = true, .def = 24, \
	    .max = 168, .doc = "How long the old secret works on")
#define OUT(F, T)							\
	F(T, rec, api_key, api_key, .doc = "The key")			\
	F(T, str, secret, .secret = true, .doc = "Its new secret; shown once")
RECORD(api_key_rotate_in, IN);
RECORD(api_key_rotate_out, OUT);

METHOD(api_key_rotate, api_key_rotate_in, api_key_rotate_out,
	.name    = "api_key.rotate",
	.summary = "Give a key a new secret; the old one works on for a while.",
	.perm    = PERM_api_key_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_grant_not_held, E_step_up_required));

/* Whoever gets the new secret gets what it may, so she must hold that herself. */
static bool
check(struct call *c, struct id id, struct api_key_row *k, struct tenant_row *t)
{
	return api_key_target(c, id, k, t) && caller_stepped_up(c) &&
	    role_may_grant(c, t, strs_parse(call_arena(c), k->permissions),
	    "api_key_id");
}

static bool
api_key_rotate(struct call *c, const struct api_key_rotate_in *in,
	       struct api_key_rotate_out *out)
{
	struct api_key *key = arena_new(call_arena(c), struct api_key);
	struct api_key_row k;
	struct tenant_row t;

	if (!check(c, in->api_key_id, &k, &t) || !api_key_renew(c, &k,
	    in->overlap_hours * 3600, &out->secret))
		return false;
	call_target(c, t.id, k.id);
	api_key_object(c, &k, key);
	out->api_key = key;
	return true;
}
