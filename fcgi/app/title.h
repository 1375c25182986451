/* SPDX-License-Identifier: MIT */
/*
 * title — what ps shows: `tenantry: worker invitation.create`.
 *
 * The title is written over the arguments the process was started with, so
 * title_init must run before they are kept by anybody; the environment moves.
 */
#ifndef APP_TITLE_H
#define APP_TITLE_H

#include "base/arena.h"

/* Returns a copy of the arguments that stays, NULL-terminated. */
char **title_init(struct arena *process, int argc, char **argv);

/* DETAIL may be NULL. */
void title_set(const char *role, const char *detail);

#endif
