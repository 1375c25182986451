/* SPDX-License-Identifier: MIT */
/*
 * peers — whose processes may talk to a worker.
 *
 * Parameters that come over the socket are believed, so whoever may connect
 * could claim any scope.  The permissions of the socket are the first wall, the
 * kernel's word about the other side is the second.
 */
#ifndef APP_PEERS_H
#define APP_PEERS_H

#include "base/ctx.h"

#include <sys/types.h>

#define MOST_PEERS	16

struct peers {
	uid_t uid[MOST_PEERS];
	size_t n;		/* 0: anybody who can connect */
};

/* Names or numbers with spaces between, as the option peer_users has them. */
MUST_USE bool peers_parse(struct ctx *, const char *list, struct peers *out);

/* Whether the process at the other end of this unix socket is one of them,
 * root, or of our own user. */
bool peers_allow(const struct peers *, int fd);

#endif
