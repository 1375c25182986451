/* SPDX-License-Identifier: MIT */
/*
 * notify — what the service manager is told: READY=1, RELOADING=1, STOPPING=1.
 *
 * One datagram to the socket that NOTIFY_SOCKET names; without one, nothing.
 * The variable stays, because the parent executes itself at a reload.
 */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H

#include "base/attr.h"

/* Lines `NAME=value`.  A manager that cannot be reached is no reason to stop. */
void notify(const char *lines);

/* RELOADING=1 with the time that the manager wants beside it. */
void notify_reloading(void);

#endif
