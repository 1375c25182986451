/* SPDX-License-Identifier: MIT */
/*
 * progress — a bar on standard error, if that is a terminal.
 */
#ifndef APP_CLI_PROGRESS_H
#define APP_CLI_PROGRESS_H

#include "base/attr.h"

/* DONE of ALL; the last one (DONE == ALL) ends the line. */
void progress_show(const char *what, size_t done, size_t all);

#endif
