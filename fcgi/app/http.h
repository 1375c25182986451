/* SPDX-License-Identifier: MIT */
/*
 * http — from a request to a reply: the routes, and what is refused before any
 * call: unknown paths, wrong methods, wrong types, bodies that are too large.
 */
#ifndef APP_HTTP_H
#define APP_HTTP_H

#include "app/score.h"
#include "rpc/rpc.h"

/* A body of more than the first is read only when the credentials in the
 * headers have been accepted; the second is the most in any case. */
#define HTTP_MOST_BODY		(1024 * 1024)
#define HTTP_MOST_TRUSTED_BODY	(32 * 1024 * 1024)

struct http {
	struct rpc rpc;
	struct score *score;
	bool health_only;	/* nothing but what tells of the service itself */
};

/* Always fills the reply. */
void http_serve(struct http *, const struct request *, struct reply *);

#endif
