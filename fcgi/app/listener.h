/* SPDX-License-Identifier: MIT */
/*
 * listener — the unix socket on which a pool is reached.
 *
 * A new socket takes the place of an old one by rename, so that there is no
 * moment without one and nothing that somebody else owns is unlinked.
 */
#ifndef APP_LISTENER_H
#define APP_LISTENER_H

#include "base/ctx.h"

#define LISTENER_BACKLOG	4096

/* Listens at PATH, mode 0660, GROUP (empty: our own); does not block.  Fails
 * with a sentence in err.message. */
MUST_USE bool listener_open(struct ctx *, const char *path, const char *group,
			    int *out);

/* Whether the descriptor is a listening unix socket; then it does not block
 * afterwards. */
bool listener_adopt(int fd);

/* The connections that the kernel keeps waiting at most; LISTENER_BACKLOG,
 * unless the system's limit is lower. */
int listener_backlog(void);

#endif
