/* SPDX-License-Identifier: MIT */
/*
 * host — the servers that may be asked; the first of them is home.
 *
 * One list of the configuration, read once.  A server that could not be used is left alone
 * for a second, so that whoever calls meanwhile is told so, or served by the next, at once;
 * then one process tries it for all that share the gates.
 */
#ifndef DB_HOST_H
#define DB_HOST_H

#include "db/db.h"

struct host {
	const char *label;	/* as it stands in the configuration */
	const char *name;	/* NULL: the socket */
	const char *socket;
	unsigned port;
	struct db_gate *gate;
};

struct hosts {
	struct host *at;
	size_t n;
};

/* NULL: they are in *out.  Else what is wrong with the list. */
const char *hosts_parse(struct arena *, const struct db_config *,
			struct hosts *out);

bool host_is_this_machine(const struct host *);

/* Whether to connect to it now.  After a failure this is said to one process in a second. */
bool host_may_try(const struct host *);

/* It could not be used, or gave no answer; or it did, and all is well. */
void host_leave_alone(const struct host *);
void host_hangs(const struct host *);
void host_answers(const struct host *);

#endif
