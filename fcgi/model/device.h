/* SPDX-License-Identifier: MIT */
/*
 * device — a browser in which a person signed in and asked to be remembered.
 *
 * It opens nothing by itself: wrong passwords tried elsewhere do not hold it back.
 */
#ifndef MODEL_DEVICE_H
#define MODEL_DEVICE_H

#include "model/caller.h"

/* Remembers this browser for the account: a second Set-Cookie header of the reply. */
MUST_USE bool device_remember(struct call *, struct id account);

/* Whether the call comes from a device that the owner of EMAIL had remembered; then *key
 * is its hash. */
MUST_USE bool device_find(struct call *, const char *email,
			  struct token_hash *key, bool *found);

MUST_USE bool device_forget_all(struct call *, struct id account);

#endif
