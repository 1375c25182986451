/* SPDX-License-Identifier: MIT */
/*
 * pool — the parent: it opens the socket, forks, watches and replaces; it never
 * reads a byte of a request.
 *
 *	TERM, INT	finish what runs, then stop; a second one ends at once
 *	HUP		replace every worker, one by one, without a failed call:
 *			new configuration and new binary, if they prove to start
 *	USR1		debug log on and off, in every process
 *
 * On HUP the parent executes itself and keeps its number, its children and the
 * socket.  If it is killed, workers go on until another parent takes the place
 * of the socket.
 */
#ifndef APP_POOL_H
#define APP_POOL_H

#include "app/app.h"

/* Runs until it is told to stop.  Fails with a sentence in err.message if it
 * cannot start. */
MUST_USE bool pool_run(struct ctx *, const struct app *);

#endif
