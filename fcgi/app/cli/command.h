/* SPDX-License-Identifier: MIT */
/*
 * command — one command of the command line: one file, one record.
 */
#ifndef APP_CLI_COMMAND_H
#define APP_CLI_COMMAND_H

#include "app/app.h"

enum status {
	STATUS_OK, STATUS_FAILED, STATUS_USAGE, STATUS_NOT_FOUND,
	STATUS_CONFLICT, STATUS_FORBIDDEN, STATUS_PARTLY, STATUS_UNAVAILABLE
};

struct command {
	const char *name;
	const char *usage;	/* what follows the name */
	const char *summary;
	const char *help;	/* examples first, then what is worth knowing */
	const char *words;	/* that may follow, for completion; NULL: none */
	bool offline;		/* needs no configuration: what is wrong with it
				 * is in the ctx */
	/* Options are read, nothing is warm.  ARGV begins behind the name. */
	enum status (*run)(struct ctx *, struct app *, int argc, char **argv);
};

extern const struct command command_serve, command_migrate,
    command_bootstrap, command_call, command_import, command_mail,
    command_doctor, command_auth, command_who, command_explain, command_print,
    command_completion;

/* All of them, in the order in which help shows them. */
extern const struct command *const commands[];
extern const size_t command_count;

/* Says what was wrong and how it is right; STATUS_USAGE. */
enum status command_misused(const struct command *, const char *fmt, ...)
    PRINTF(2, 3);

/* Says the error of the ctx and all its faults to standard error, and which command to
 * try next; its status. */
enum status command_failed(const struct ctx *);

/* Exit status of a reason. */
enum status status_of(enum err);

/* One line of a command that looks at several things. */
void command_verdict(bool well, const char *what, const char *words);

/* The text to standard output, with a newline at its end. */
enum status command_print_text(const struct buf *);

#endif
