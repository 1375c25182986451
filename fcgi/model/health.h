/* SPDX-License-Identifier: MIT */
/*
 * health — what the database says of itself.
 */
#ifndef MODEL_HEALTH_H
#define MODEL_HEALTH_H

#include "rpc/call.h"

/* A sentence about the cluster, and whether this node of it can be served from; a server
 * alone always can. */
MUST_USE bool health_cluster(struct call *, const char **out_words, bool *out_well);

/* By how many seconds the server's clock is ahead of ours. */
MUST_USE bool health_clock(struct call *, int64_t *out);

#endif
