/* SPDX-License-Identifier: MIT */
/*
 * idempotency — the same call again gets the same answer and does nothing.
 *
 * A row is taken in the call's transaction before the handler and filled after
 * it, so key and change live or die together.  Of the key only a hash is kept;
 * the answer is sealed under a key derived from it.
 */
#ifndef RPC_IDEMPOTENCY_H
#define RPC_IDEMPOTENCY_H

#include "rpc/call.h"

#define IDEMPOTENCY_SECONDS	((int64_t)24 * 3600)

/* Takes the key.  *kept is the answer of the first call, or NULL if this is the
 * first one.  Fails with idempotency_mismatch. */
MUST_USE bool idempotency_take(struct call *, struct id caller, const char *key,
			       const char *view, const char **kept);

/* Keeps the answer under the key that was taken. */
MUST_USE bool idempotency_keep(struct call *, struct id caller, const char *key,
			       const char *answer);

/* The call was refused: the key is free again. */
MUST_USE bool idempotency_drop(struct call *, struct id caller, const char *key);

#endif
