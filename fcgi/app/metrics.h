/* SPDX-License-Identifier: MIT */
/*
 * metrics — what the score says, as Prometheus reads it.
 */
#ifndef APP_METRICS_H
#define APP_METRICS_H

#include "app/score.h"

/* NAME has score->methods names, in the order of the table of methods. */
void metrics_write(struct buf *, const struct score *, const char *version,
		   const char *(*name)(size_t method));

#endif
