/* SPDX-License-Identifier: MIT */
/*
 * hooks — what the dispatcher asks the program: who calls and what she may do
 * is the model's word; what is to be noted of a call is ours.
 */
#ifndef APP_HOOKS_H
#define APP_HOOKS_H

#include "app/score.h"
#include "rpc/rpc.h"

/* The hooks of this process.  Calls are noted in that slot (NULL: nowhere), in
 * the title of the process, and in the log. */
const struct rpc_hooks *hooks_open(struct score *, struct slot *);

#endif
