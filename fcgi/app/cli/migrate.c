/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "db/migrate.h"

#include <stdio.h>

static void
report(const char *line)
{
	(void)puts(line);
}

/* The only account that a shared host gives has every right already, and cannot
 * hand any on. */
static bool
grant(struct db *db, const struct app *app)
{
	return strcmp(app->db_owner.user, app->db.user) == 0 ||
	    migrate_grant(db, app->options.db_user, app->options.db_user_host);
}

static bool
migrate(struct db *db, const struct app *app)
{
	return migrate_run(db, report) && grant(db, app);
}

static bool
check(struct db *db, const struct app *app)
{
	(void)app;
	return migrate_check(db);
}

static bool
check_sql(struct db *db, const struct app *app)
{
	(void)app;
	return db_check_all(db, report);
}

static const struct task {
	const char *option;	/* NULL: none */
	bool as_owner;
	bool (*run)(struct db *, const struct app *);
} tasks[] = {
	{NULL, true, migrate},
	{"--check", false, check},
	{"--check-sql", true, check_sql},
};

static const struct task *
task_find(const char *option)
{
	for (size_t i = 1; option != NULL && i < countof(tasks); i++)
		if (strcmp(tasks[i].option, option) == 0)
			return &tasks[i];
	return option == NULL ? &tasks[0] : NULL;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	const struct task *task = task_find(argv[0]);
	struct db *db;
	bool done;

	if (task == NULL || argc > 1)
		return command_misused(&command_migrate, "migrate takes no %s",
		    argv[task == NULL ? 0 : 1]);
	db = db_open(task->as_owner ? &app->db_owner : &app->db);
	db_use(db, c);
	done = task->run(db, app);
	db_close(db);
	return done ? STATUS_OK : command_failed(c);
}

const struct command command_migrate = {
	.name = "migrate",
	.usage = "[--check | --check-sql]",
	.words = "--check --check-sql",
	.summary = "Bring the schema to this version, and grant the workers' rights.",
	.help =
	    "  tenantry migrate              apply what is missing\n"
	    "  tenantry migrate --check      is the schema the one we expect?\n"
	    "  tenantry migrate --check-sql  what the server says of each statement\n"
	    "\n"
	    "Connects as db_owner_user.  What was applied already is left alone; a run\n"
	    "that died is simply run again.  Where that is db_user itself, nothing is\n"
	    "granted.  --check uses db_user and changes nothing.\n",
	.run = run,
};
