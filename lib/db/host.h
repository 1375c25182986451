/* SPDX-License-Identifier: MIT */
/*
 * host — the servers that may be asked; the first of them is home.
 *
 * One list of the configuration, read once.  A server that could not be used is left alone
 * for a second, so that whoever calls meanwhile is told so, or served by the next, at once.
 */
#ifndef DB_HOST_H
#define DB_HOST_H

#include "db/db.h"

struct host {
	const char *label;	/* as it stands in the configuration */
	const char *name;	/* NULL: the socket */
	const char *socket;
	unsigned port;
	int64_t not_before;	/* monotonic, in microseconds */
};

struct hosts {
	struct host *at;
	size_t n;
};

/* NULL: they are in *out.  Else what is wrong with the list. */
const char *hosts_parse(struct arena *, const struct db_config *,
			struct hosts *out);

bool host_is_this_machine(const struct host *);
bool host_is_left_alone(const struct host *);
void host_leave_alone(struct host *);

#endif
