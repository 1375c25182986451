/* SPDX-License-Identifier: MIT */
#include "model/reset.h"

#define IN(F, T)							\
	F(T, str, email, .max = 254, .format = FORMAT_email, .doc = "Login email")
RECORD(auth_request_reset_in, IN);

METHOD(auth_request_reset, auth_request_reset_in, nothing,
	.name = "auth.request_reset",
	.summary = "Ask for a link to choose a new password. The answer is the same for every address.",
	.perm = PERM_PUBLIC,
	.tx = TX_WRITE,
	.secret = true,
	.example = "{\"email\":\"ann@example.com\"}");

static bool
auth_request_reset(struct call *c, const struct auth_request_reset_in *in,
		   struct nothing *out)
{
	struct tenant_row host;

	(void)out;
	if (!tenant_of_host(c, &host))
		return false;
	call_target(c, host.id, (struct id){{0}});
	c->audit_actor_name = in->email;
	return reset_ask(c, &host, in->email);
}
