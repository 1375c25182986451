/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "db/migrate.h"

#include <stdio.h>

static void
report(const char *line)
{
	(void)puts(line);
}

static bool
migrate(struct db *db, const struct app *app, bool check_only)
{
	if (check_only)
		return migrate_check(db);
	return migrate_run(db, report) && migrate_grant(db,
	    app->options.db_user, app->options.db_user_host);
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	bool check_only = argc == 1 && strcmp(argv[0], "--check") == 0;
	struct db *db;
	bool done;

	if (argc > 0 && !check_only)
		return command_misused(&command_migrate, "migrate takes no %s",
		    argv[0]);
	db = db_open(check_only ? &app->db : &app->db_owner);
	db_use(db, c);
	done = migrate(db, app, check_only);
	db_close(db);
	return done ? STATUS_OK : command_failed(c);
}

const struct command command_migrate = {
	.name = "migrate",
	.usage = "[--check]",
	.words = "--check",
	.summary = "Bring the schema to this version, and grant the workers' rights.",
	.help =
	    "  tenantry migrate             apply what is missing\n"
	    "  tenantry migrate --check     is the schema the one we expect?\n"
	    "\n"
	    "Connects as db_owner_user.  What was applied already is left alone; a run\n"
	    "that died is simply run again.  --check uses db_user and changes nothing.\n",
	.run = run,
};
