/* SPDX-License-Identifier: MIT */
/*
 * inherit — what a parent hands to the program that takes its place: the
 * socket, and the children that still serve it.
 */
#ifndef APP_INHERIT_H
#define APP_INHERIT_H

#include "base/ctx.h"

#include <sys/types.h>

struct inherit {
	int listener;		/* -1: nothing was handed over */
	const char *path;	/* of the socket; "": a service manager's */
	pid_t *child;
	size_t children;
};

/* What came with the environment, which holds it no longer.  Also takes a
 * socket from a service manager (LISTEN_FDS). */
struct inherit inherit_take(struct arena *);

/* Executes ARGS with all that; returns only if that failed. */
void inherit_give(struct arena *, const struct inherit *, char **args);

#endif
