/* SPDX-License-Identifier: MIT */
/*
 * http — a request and its reply, whoever carries them.
 *
 * The FastCGI front, the command line and the tests fill a request; nobody else
 * knows FastCGI.  Texts live as long as the call.  Absent headers are NULL.
 */
#ifndef RPC_HTTP_H
#define RPC_HTTP_H

#include "base/buf.h"

struct request {
	const char *method;		/* POST */
	const char *path;		/* /rpc */
	const char *query;		/* without ?, never NULL */
	const char *content_type;
	int64_t content_length;		/* -1: not said */
	const char *request_id;		/* never NULL */
	const char *ip;
	const char *user_agent;

	/* From the server's configuration, never from a client. */
	const char *scope;		/* admin, api, slug or "" */
	const char *slug;
	const char *host;		/* name[:port], for the origin check */
	const char *document_root;	/* if it serves files besides */

	/* From the client. */
	const char *api_key;
	const char *authorization;
	const char *cookie;
	const char *origin;
	const char *sec_fetch_site;
	const char *accept_language;
	const char *idempotency_key;
	const char *if_match;

	/* The rest of the body, up to MOST bytes; false if it ended early, is longer or
	 * the link broke.  Read at most once. */
	bool (*read_body)(void *front, struct arena *, size_t most,
			  struct bytes *out);
	void *front;
};

#define MOST_HEADERS	16

struct reply {
	int status;
	const char *content_type;
	struct buf body;
	struct {
		const char *name;
		const char *value;
	} headers[MOST_HEADERS];
	unsigned header_count;
};

/* One more header of the reply; CR and LF in a value are an assert. */
void reply_header(struct reply *, const char *name, const char *value);

/* The value of a cookie of that name in the Cookie header, or NULL. */
const char *request_cookie(struct arena *, const struct request *, const char *name);

/* The value of a query parameter, decoded; NULL if absent or malformed. */
const char *request_query(struct arena *, const struct request *, const char *name);

#endif
