/* SPDX-License-Identifier: MIT */
/*
 * server — one connection to one server: encrypted where it leaves the machine, its session as
 * we need it, and the server asked whether it can serve.
 */
#ifndef DB_SERVER_H
#define DB_SERVER_H

#include "db/host.h"

#include <mysql.h>

#define CONNECT_SECONDS	2

enum server_state {
	SERVER_ALONE,		/* a server that is no node of a cluster */
	SERVER_SYNCED,		/* a node like any other */
	SERVER_BEHIND,		/* a node that joins, or helps another one to join */
	SERVER_USELESS		/* it left its cluster, takes no changes, or gave no answer */
};

/* NULL, and *why says it (from the arena): nobody there, or not who it should be. */
MYSQL *server_connect(struct arena *, const struct db_config *, const struct host *,
		 const char **why);

/* How the server is now; *why says what makes it SERVER_USELESS. */
enum server_state server_state(struct arena *, MYSQL *, const char **why);

/* Waits until the node has applied whatever was acknowledged before, on any node: what is
 * read on this link from now on is no older. */
MUST_USE bool server_catch_up(MYSQL *);

#endif
