/* SPDX-License-Identifier: MIT */
/*
 * secret — one line of standard input, not echoed on a terminal.
 *
 * A password on the command line would stand in ps and in the shell's history.
 */
#ifndef APP_CLI_SECRET_H
#define APP_CLI_SECRET_H

#include "base/ctx.h"

/* WHAT is asked for on a terminal.  Fails with a sentence in err.message. */
MUST_USE bool secret_read(struct ctx *, const char *what, const char **out);

#endif
