/* SPDX-License-Identifier: MIT */
/*
 * refuse — a fault of the installation, told to whoever starts the program.
 */
#ifndef APP_REFUSE_H
#define APP_REFUSE_H

#include "base/ctx.h"

/* Fails with internal; the sentence is err.message, as no caller will see
 * it. */
bool refuse(struct ctx *, const char *fmt, ...) PRINTF(2, 3);

#endif
