/* SPDX-License-Identifier: MIT */
/*
 * stop — TERM asks a process to finish; it is heard only where a process waits.
 *
 * All signals are blocked while work is done, so that no system call of a
 * library is ever interrupted half-way, and let in by the waiting call alone.
 * USR1 switches the debug log.  The terminal's INT and HUP go to the parent's
 * group as a whole and are the parent's business.
 */
#ifndef APP_STOP_H
#define APP_STOP_H

#include "base/attr.h"

#include <signal.h>

/* For workers and the keeper, after libraries have installed handlers of
 * theirs. */
void stop_init(void);

/* Before that: USR1 asks to finish as TERM does, which is its meaning among the
 * process managers of FastCGI. */
void stop_by_usr1(void);

bool stop_asked(void);

/* The mask for ppoll and epoll_pwait. */
const sigset_t *stop_mask(void);

/* Every signal but those that the processor raises. */
void stop_block(void);

#endif
