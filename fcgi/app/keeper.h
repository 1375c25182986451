/* SPDX-License-Identifier: MIT */
/*
 * keeper — the process that does what no caller waits for: it sends the mail
 * and clears away what has expired.
 *
 * Jobs run one after the other.  One that fails is logged and tried again
 * later; nothing that happens to the database or to the relay ends the keeper.
 * Several keepers may run against one database: a job claims its rows before it
 * works.
 */
#ifndef APP_KEEPER_H
#define APP_KEEPER_H

#include "app/app.h"
#include "app/score.h"
#include "mail/mail.h"

struct job_env {
	struct call call;	/* a new one for each run, by nobody */
	const struct app *app;
	bool more;		/* out: run again at once */
};

struct job {
	const char *name;
	unsigned interval_ms;
	bool (*run)(struct job_env *);
};

/* All of them, ending with NULL. */
extern const struct job *const jobs[];

/* The relay that the options name. */
struct relay_config relay_of(const struct options *);

/* Runs until TERM comes or the pool's socket is another's.  The exit status. */
int keeper_run(const struct app *, struct score *);

/* Each job once, for machines where only cron may run anything; false if one
 * failed. */
bool keeper_once(const struct app *);

#endif
