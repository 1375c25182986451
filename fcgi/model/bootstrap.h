/* SPDX-License-Identifier: MIT */
/*
 * bootstrap — the first person, without whom nobody could invite anybody.
 */
#ifndef MODEL_BOOTSTRAP_H
#define MODEL_BOOTSTRAP_H

#include "rpc/call.h"

/* Makes the platform's first admin, who can sign in with this password at once.  Does
 * nothing if the platform has an active admin already: *out_created is false then.
 * The operator's call (SCOPE_OPERATOR), in a transaction of its own.  Fails with
 * invalid_params, password_weak, email_taken (an account has that address). */
MUST_USE bool bootstrap_platform(struct call *, const char *email,
				 const char *first_name, const char *last_name,
				 const char *password, bool *out_created);

#endif
