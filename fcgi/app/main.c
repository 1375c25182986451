/* SPDX-License-Identifier: MIT */
/*
 * main — which command, which configuration.
 */
#include "app/app.h"

#include "app/cli/command.h"
#include "app/beside.h"
#include "app/listener.h"
#include "app/title.h"
#include "app/worker.h"

#include <stdio.h>
#include <unistd.h>

#define DEFAULT_CONFIG	SYSCONFDIR "/tenantry/tenantry.conf"

static const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static enum status
unknown(const char *what, const char *name)
{
	(void)fprintf(stderr, "tenantry: there is no %s %s\n"
	    "try: tenantry --help\n", what, name);
	return STATUS_USAGE;
}

static enum status
print_help(FILE *out)
{
	fputs("usage: tenantry [--config FILE] COMMAND [ARGUMENT ...]\n\n",
	    out);
	for (size_t i = 0; i < command_count; i++)
		(void)fprintf(out, "  %-11s %s\n", commands[i]->name,
		    commands[i]->summary);
	(void)fprintf(out, "  %-11s %s\n\n", "help", "Say more of a command.");
	fputs("The configuration is FILE, or TENANTRY_CONFIG in the "
	    "environment, or\ntenantry.conf beside the program or one folder above "
	    "it, or\n" DEFAULT_CONFIG " if it is there; each option "
	    "may also stand\nin the environment (`tenantry print config` lists "
	    "them).\n", out);
	return out == stdout ? STATUS_OK : STATUS_USAGE;
}

static enum status
print_command_help(const char *name)
{
	const struct command *c = command_find(name);

	if (c == NULL)
		return unknown("command", name);
	(void)printf("%s\n\nusage: tenantry %s %s\n\n%s", c->summary, c->name,
	    c->usage, c->help);
	return STATUS_OK;
}

/* The options that stand before the command.  *at is behind them, or at one that is a
 * command itself. */
static enum status
take_options(struct app *app, char **args, int *at)
{
	for (; args[*at] != NULL && args[*at][0] == '-'; (*at)++) {
		const char *arg = args[*at];

		if (strcmp(arg, "--help") == 0 || strcmp(arg, "--version") == 0)
			return STATUS_OK;
		if (strncmp(arg, "--config=", 9) == 0) {
			app->config_file = arg + 9;
		} else if (strcmp(arg, "--config") == 0) {
			if (args[*at + 1] == NULL)
				return unknown("file behind", arg);
			app->config_file = args[++*at];
		} else {
			return unknown("option", arg);
		}
	}
	return STATUS_OK;
}

static const char *
default_config(struct arena *a)
{
	const char *named = getenv("TENANTRY_CONFIG");

	if (named == NULL || *named == '\0')
		named = beside_find(a);
	if (named != NULL)
		return named;
	return access(DEFAULT_CONFIG, F_OK) == 0 ? DEFAULT_CONFIG : NULL;
}

/* Started by a web server, with a listening socket as standard input. */
static enum status
run_alone(struct ctx *c, struct app *app)
{
	if (!app_load(c, app) || !app_warm(c, app))
		return command_failed(c);
	return worker_alone(app, STDIN_FILENO) == 0 ? STATUS_OK : STATUS_FAILED;
}

static enum status
run(struct ctx *c, struct app *app)
{
	const struct command *command;
	int at = app->args[0] == NULL ? 0 : 1, count;
	char **args = app->args;

	app->config_file = default_config(app->arena);
	if (take_options(app, args, &at) != STATUS_OK)
		return STATUS_USAGE;
	if (args[at] == NULL)
		return listener_adopt(STDIN_FILENO) ? run_alone(c, app) :
		    print_help(stderr);
	if (strcmp(args[at], "--help") == 0)
		return print_help(stdout);
	if (strcmp(args[at], "--version") == 0)
		return printf("tenantry %s\n", PACKAGE_VERSION) > 0 ?
		    STATUS_OK : STATUS_FAILED;
	if (strcmp(args[at], "help") == 0)
		return args[at + 1] == NULL ? print_help(stdout) :
		    print_command_help(args[at + 1]);
	command = command_find(args[at]);
	if (command == NULL)
		return unknown("command", args[at]);
	for (count = 0; args[at + 1 + count] != NULL; count++)
		if (strcmp(args[at + 1 + count], "--help") == 0)
			return print_command_help(command->name);
	if (!app_load(c, app) && !command->offline) {
		(void)fprintf(stderr, "tenantry: %s\n"
		    "see: tenantry.conf(5)\n", err_message(&c->err));
		return STATUS_FAILED;
	}
	return command->run(c, app, count, args + at + 1);
}

int
main(int argc, char **argv)
{
	static struct arena *arena;	/* holds the environment */
	struct app app;
	struct ctx ctx;

	arena = arena_open();
	app = (struct app){.arena = arena};
	app.args = title_init(arena, argc, argv);
	ctx_init(&ctx, arena, "start");
	return (int)run(&ctx, &app);
}
