/* SPDX-License-Identifier: MIT */
/*
 * audit — who did what to whom: one event for each change, in its transaction.
 */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "rpc/call.h"

/* The event of a call; ERR: it was refused.  The hook of the dispatcher. */
MUST_USE bool audit_call(struct call *, const struct error *err);

/* An event without a call of its own: the keeper's (actor "system"). */
MUST_USE bool audit_system(struct call *, struct id tenant, struct id target,
			   const char *action, const char *changes);

#endif
