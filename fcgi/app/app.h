/* SPDX-License-Identifier: MIT */
/*
 * app — what a process of the program has before it does anything.
 *
 * Made once, before the first fork, so that every process shares the pages;
 * afterwards nobody writes to it.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/options.h"
#include "app/peers.h"
#include "model/service.h"

struct app {
	struct arena *arena;		/* of the process */
	char **args;			/* as it was started */
	const char *config_file;	/* NULL: none */
	struct options options;
	struct db_config db;		/* the workers' account */
	struct db_config db_owner;	/* for migrations */
	struct peers peers;
	struct service service;		/* what the model knows */
};

/* Reads the options and opens the log.  Fails with a sentence in
 * err.message. */
MUST_USE bool app_load(struct ctx *, struct app *);

/* Everything else that calls need: keys (if there is a key file), passwords,
 * the table of methods.  Fails with a sentence in err.message. */
MUST_USE bool app_warm(struct ctx *, struct app *);

#endif
