/* SPDX-License-Identifier: MIT */
/*
 * origin — which pages elsewhere may call with a bearer token (CORS).
 *
 * A browser lets a page of another origin read an answer only if the answer names that
 * origin.  The setting allowed_origins says which: that of whose host it is; at api.BASE
 * that of the caller's tenant, and before a caller is known, that of anybody.  Cookies
 * never count for such a page: nothing here allows them.
 */
#ifndef MODEL_ORIGIN_H
#define MODEL_ORIGIN_H

#include "rpc/rpc.h"

/* Adds to a reply what lets the page that asked read it, if it may. */
void origin_allow(struct rpc *, const struct request *, struct reply *);

/* Answers a browser's question before a call, with the methods of ALLOW; false: this is
 * no such question, or the page may not. */
bool origin_preflight(struct rpc *, const struct request *, const char *allow,
		      struct reply *);

#endif
