/* SPDX-License-Identifier: MIT */
/*
 * migrate — the schema moves forward, one numbered file after the other.
 *
 * Files of sql/migrations/ are compiled in with their checksums.  They are applied
 * under GET_LOCK and recorded in schema_migration; each statement of a file can be
 * repeated, so that a run that died is simply run again.  Fails with a message in
 * ctx->err.message: an edited file, a schema newer than the program.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

/* Open OWNER with timeout 0, as DDL may take long; its link is dropped afterwards.
 * Applies what is missing; prints a line per file through REPORT (may be NULL). */
MUST_USE bool migrate_run(struct db *owner, void (*report)(const char *line));

/* True if the schema is exactly what this program expects, or one version newer
 * (the next program's).  Else fails with busy and says which. */
MUST_USE bool migrate_check(struct db *);

/* Gives the worker account what it needs and no more: select on all tables, and
 * insert, update, delete where sql/grants.def says so; never DDL. */
MUST_USE bool migrate_grant(struct db *owner, const char *worker_user,
			    const char *worker_host);

/* Whether the account that asks has these rights and no others.  Fails with a message. */
MUST_USE bool migrate_check_rights(struct db *);

#endif
