/* SPDX-License-Identifier: MIT */
/*
 * family — what the system knows of the processes of a pool and of its socket.
 */
#ifndef APP_FAMILY_H
#define APP_FAMILY_H

#include "base/attr.h"

#include <stdint.h>
#include <sys/types.h>

struct family {
	double cpu_seconds;
	int64_t resident;	/* bytes */
};

/* PARENT and its children together; what the system does not tell is 0. */
void family_look(pid_t parent, struct family *out);

/* How many connections wait at the listening socket of that number; false if the system
 * does not tell. */
MUST_USE bool family_queue(ino_t socket, int64_t *out);

#endif
