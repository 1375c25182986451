/* SPDX-License-Identifier: MIT */
/*
 * forward — who it is, for a web server that protects another application.
 */
#ifndef MODEL_FORWARD_H
#define MODEL_FORWARD_H

#include "model/caller.h"

/* GET /auth, for auth_request: 204 with who it is in headers, 401 without a session or key
 * that is valid on this host, 403 if ?permission= is not held. */
void forward_serve(struct rpc *, const struct request *, struct reply *);

#endif
