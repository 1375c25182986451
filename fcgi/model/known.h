/* SPDX-License-Identifier: MIT */
/*
 * known — callers that this process has read before.
 *
 * A session has a number that grows, in the same transaction, with every change of what
 * its caller is or may do.  While it stays what it was, one point select is all that a
 * call needs to know its caller; so a change holds from the next request on, in every
 * process and on every node.  Statements that change what stands in a caller_row say
 * `then: known_outdate_account`, or their callers use known_outdate().
 *
 * Changes from outside of the program are seen after KNOWN_SECONDS.
 */
#ifndef MODEL_KNOWN_H
#define MODEL_KNOWN_H

#include "model/caller.h"

#define KNOWN_SECONDS	60

/* Makes room, once; before the first call, so that what calls need for a while does not end
 * up between what is kept. */
void known_open(void);

/* The caller of the session with that hash, as it is now: all but what the session itself
 * still has to be checked for (host, expiry).  *out is valid until the next call. */
MUST_USE bool known_session(struct call *, const struct token_hash *,
			    struct caller *out, bool *found);

/* Name, slug, status, settings or roles of a tenant, an MSP or the platform changed: its
 * members are read anew, and those of the tenants below it. */
MUST_USE bool known_outdate(struct call *, struct id place);

#endif
