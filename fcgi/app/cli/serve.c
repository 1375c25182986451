/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/pool.h"
#include "app/refuse.h"

static bool
check(struct ctx *c, struct app *app)
{
	if (!app_warm(c, app))
		return false;
	if (*app->options.base_domain == '\0')
		return refuse(c, "base_domain: is not set; it is the domain "
		    "below which all hosts live");
	if (app->service.keys == NULL)
		return refuse(c, "key_file: %s is not there; `tenantry "
		    "bootstrap` makes it", app->options.key_file);
	return true;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	bool check_only = argc == 1 && strcmp(argv[0], "--check") == 0;

	if (argc > 0 && !check_only)
		return command_misused(&command_serve, "serve takes no %s",
		    argv[0]);
	if (!check(c, app))
		return command_failed(c);
	if (check_only)
		return STATUS_OK;
	return pool_run(c, app) ? STATUS_OK : command_failed(c);
}

const struct command command_serve = {
	.name = "serve",
	.usage = "[--check]",
	.words = "--check",
	.summary = "Answer calls: the pool of workers, and the keeper.",
	.help =
	    "  tenantry --config /etc/tenantry/tenantry.conf serve\n"
	    "  tenantry serve --check            would it start?\n"
	    "  kill -HUP PID                     new configuration, new binary\n"
	    "\n"
	    "Stays in the foreground.  TERM finishes what runs and stops; HUP\n"
	    "replaces all workers one by one without a failed call, after the new\n"
	    "binary has said `serve --check` to the new configuration; USR1 switches\n"
	    "the debug log.\n",
	.run = run,
};
