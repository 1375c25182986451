/* SPDX-License-Identifier: MIT */
/*
 * slots — at most so many at a time, over all processes of a family.
 *
 * A slot is a record lock on one byte of a nameless file that is inherited by
 * fork: the kernel gives it back when its process ends, however it ends.
 * Used within lib/crypt only.
 */
#ifndef CRYPT_SLOTS_H
#define CRYPT_SLOTS_H

#include "base/attr.h"

/* Waits for a slot as password_slots said; false if none came free in time or too
 * many wait already.  Without password_slots there is always one. */
MUST_USE bool slot_take(int *out);
void slot_give(int slot);

#endif
