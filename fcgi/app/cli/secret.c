/* SPDX-License-Identifier: MIT */
#include "app/cli/secret.h"

#include "app/refuse.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MOST_SECRET	1024

bool
secret_read(struct ctx *c, const char *what, const char **out)
{
	char line[MOST_SECRET + 2];
	struct termios was, quiet;
	bool asks = tcgetattr(STDIN_FILENO, &was) == 0;
	bool came;

	if (asks) {
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)fprintf(stderr, "%s: ", what);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	came = fgets(line, sizeof(line), stdin) != NULL;
	if (asks) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
		(void)fputc('\n', stderr);
	}
	if (!came)
		return refuse(c, "expected the %s on standard input", what);
	*out = arena_memdup(c->arena, line, strcspn(line, "\n"));
	return true;
}
