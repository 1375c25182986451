/* SPDX-License-Identifier: MIT */
/*
 * ending — how a tenant goes: deleted, and after a time of grace purged.
 *
 * A deleted one is out of everybody's reach at once, with all its people, keys and mails;
 * within its grace it can be restored as it was.  Then the keeper clears away what it
 * held, in small steps.  Its row stays for ever, so that nobody gets its slug; its name
 * is free again.
 */
#ifndef MODEL_ENDING_H
#define MODEL_ENDING_H

#include "model/caller.h"

/* T is deleted: sessions end, mails that wait are cancelled, packages go back to stock. */
MUST_USE bool ending_begin(struct call *, const struct tenant_row *t,
			   int64_t purge_at);

/* The tenant of a restore, within the caller's reach: deleted ones are found, but not those
 * whose grace is over. */
MUST_USE bool ending_target(struct call *, struct id, unsigned perm,
			    struct tenant_row *out);

/* T is what it was before; one that is not deleted stays as it is.  It gets packages of the
 * types that it had, as far as there are any: no_package_available if it needs a primary
 * one and none is left. */
MUST_USE bool ending_undo(struct call *, const struct tenant_row *t);

/* For the keeper: one small step of the purges that are due, in a transaction of its own.
 * *more: there is another one to do. */
MUST_USE bool ending_purge(struct call *, bool *more);

#endif
