/* SPDX-License-Identifier: MIT */
/*
 * service — what the model knows of the installation; filled from the options.
 */
#ifndef MODEL_SERVICE_H
#define MODEL_SERVICE_H

#include "crypt/crypt.h"
#include "rpc/call.h"

/* A call of the local operator, who needs no credentials: request->scope. */
#define SCOPE_OPERATOR	"operator"

struct service {
	const char *version;
	const char *base_domain;	/* example.com */
	unsigned public_port;		/* 443 is not written in links */
	struct password_cost password_cost;
	struct bytes common_passwords;	/* one a line; p NULL: none */
	const struct keyring *keys;	/* NULL: no key file yet */
	const char *mail_from;
	bool mail_configured;
};

static inline const struct service *
service(const struct call *c)
{
	return c->config;
}

/* HOST or HOST:PORT as it stands in links, for a slug (NULL: the admin host). */
const char *service_host(struct call *, const char *slug);

#endif
