/* SPDX-License-Identifier: MIT */
/*
 * worker — one process that answers requests, one after the other.
 *
 * Goes on when the parent has died, as long as the socket is still the one that
 * the web server reaches; told to stop, it finishes what runs, and what waits
 * in the queue of a socket that nobody else serves.
 */
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include "app/app.h"
#include "app/score.h"

/* Serves until it is time to go.  The exit status of the process. */
int worker_run(const struct app *, struct score *, struct slot *, int listener);

/* The whole program as one process behind a socket that somebody else
 * opened. */
int worker_alone(const struct app *, int listener);

#endif
