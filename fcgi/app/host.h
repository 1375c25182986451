/* SPDX-License-Identifier: MIT */
/*
 * host — whose host a name is, behind a web server that does not say so.
 *
 * nginx hands over scope, slug and host (nginx/fastcgi_params).  The languages
 * of .htaccess and lighttpd.conf cannot work them out; such a server leaves them
 * away, and then the name that the client asked for decides, by the rules that
 * nginx/tenantry.conf.in has.  It gives nothing that the client could not have
 * by asking for another name.
 */
#ifndef APP_HOST_H
#define APP_HOST_H

#include "rpc/http.h"

/* Sets scope, slug and host of the request from the Host header (NULL: none), as
 * names below BASE stand; the scope of any other name is "".  PORT is the one
 * that stands in links. */
void host_find(struct arena *, const char *header, const char *base,
	       int64_t port, struct request *);

#endif
