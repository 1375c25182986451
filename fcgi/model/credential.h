/* SPDX-License-Identifier: MIT */
/*
 * credential — what a request brings along to show who calls: an API key, a bearer
 * token, a cookie; the first one present decides.
 */
#ifndef MODEL_CREDENTIAL_H
#define MODEL_CREDENTIAL_H

#include "model/caller.h"

/* When a credential was last used is written down once in so long. */
#define CREDENTIAL_SEEN_SECONDS	60

/* c->who is whose it is, read for this very call, or NULL if there is none.  Fails with
 * key_invalid, auth_required, bad_origin (a cookie from a page elsewhere), unknown_host,
 * tenant_suspended, user_inactive. */
MUST_USE bool credential_load(struct call *);

/* The same for a request to another application: where its page came from is that one's
 * business, since nothing is done here.  None at all fails with auth_required. */
MUST_USE bool credential_visit(struct call *);

/* Fails as one without credentials does: unknown_host, auth_required. */
bool credential_missing(struct call *);

/* bad_origin if a browser says that the call comes from a page elsewhere.  For calls that
 * set a cookie; those that come with one must show that they do not. */
MUST_USE bool credential_not_elsewhere(struct call *);

#endif
