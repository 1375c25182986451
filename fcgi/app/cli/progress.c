/* SPDX-License-Identifier: MIT */
#include "app/cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#define WIDTH	40

void
progress_show(const char *what, size_t done, size_t all)
{
	static const char full[] = "########################################";
	static const char empty[] = "                                        ";
	int n = all == 0 ? WIDTH : (int)(WIDTH * done / all);

	if (isatty(STDERR_FILENO) != 1)
		return;
	(void)fprintf(stderr, "\r%-9s [%.*s%.*s] %zu/%zu%s", what, n, full,
	    WIDTH - n, empty, done, all, done == all ? "\n" : "");
	(void)fflush(stderr);
}
