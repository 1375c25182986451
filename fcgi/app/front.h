/* SPDX-License-Identifier: MIT */
/*
 * front — FastCGI: one request at a time, from a listening socket to its reply.
 *
 * Sole user of libfcgi, which is given connected descriptors only: waiting,
 * accepting, time limits and signals are ours, because a signal inside the
 * library's own reads loses data, and a silent peer would hold it for ever.
 * Nothing of a request is believed but the parameters that nginx/fastcgi_params
 * sets and the few headers that struct request names.  Where a server leaves
 * TENANTRY_SCOPE away, host_find takes its place, and REQUEST_URI that of
 * DOCUMENT_URI.
 */
#ifndef APP_FRONT_H
#define APP_FRONT_H

#include "app/app.h"
#include "rpc/http.h"

struct front;

enum front_event {
	FRONT_REQUEST,	/* *out is one; front_reply must follow */
	FRONT_NOTHING,	/* time is up, or a connection that was none */
	FRONT_STOP	/* TERM came while waiting */
};

/* One per process, for its whole life.  LISTENER must not block.  Sets the
 * signals as stop_init does. */
struct front *front_open(const struct app *, int listener);

/* The next request, its texts in the call's arena.  With a timeout of 0 the one
 * that waits already, whether TERM came or not. */
enum front_event front_wait(struct front *, struct arena *call, int timeout_ms,
			    struct request *out);

/* Sends the reply in one go and ends the connection. */
void front_reply(struct front *, struct arena *call, const struct request *,
		 const struct reply *);

#endif
