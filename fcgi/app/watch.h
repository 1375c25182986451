/* SPDX-License-Identifier: MIT */
/*
 * watch — the process that tells how the others are: /healthz, /readyz and
 * /metrics on a socket of their own, also when every worker is busy.
 */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include "app/app.h"
#include "app/score.h"

/* Where it listens: the option, or a name beside that of the pool's socket. */
const char *watch_path(const struct app *);

/* Answers until TERM comes or the pool's socket is another's.  The exit status
 * of the process. */
int watch_run(const struct app *, struct score *, int listener);

#endif
