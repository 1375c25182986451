/* SPDX-License-Identifier: MIT */
#include "model/api_key.h"

#define IN(F, T)							\
	F(T, id, api_key_id, .kind = KIND_key, .doc = "The key")
#define OUT(F, T)							\
	F(T, bool, revoked, .doc = "true")
RECORD(api_key_revoke_in, IN);
RECORD(api_key_revoke_out, OUT);

METHOD_AS(api_key_revoke, revoke, api_key_revoke_in, api_key_revoke_out,
	.name    = "api_key.revoke",
	.summary = "End a key: the next call with it is refused.",
	.perm    = PERM_api_key_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found));

static bool
revoke(struct call *c, const struct api_key_revoke_in *in,
       struct api_key_revoke_out *out)
{
	struct api_key_row k;
	struct tenant_row t;

	if (!api_key_target(c, in->api_key_id, &k, &t) || !api_key_revoke(c, &k))
		return false;
	call_target(c, t.id, k.id);
	out->revoked = true;
	return true;
}
