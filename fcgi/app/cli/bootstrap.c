/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/cli/operator.h"
#include "app/cli/secret.h"
#include "app/refuse.h"
#include "model/bootstrap.h"

#include <stdio.h>
#include <unistd.h>

struct person {
	const char *email, *first_name, *last_name, *password;
};

static const char **
place_of(struct person *p, const char *option)
{
	if (strcmp(option, "--email") == 0)
		return &p->email;
	if (strcmp(option, "--first-name") == 0)
		return &p->first_name;
	if (strcmp(option, "--last-name") == 0)
		return &p->last_name;
	return NULL;
}

static bool
make_keys(struct ctx *c, const struct app *app)
{
	const char *path = app->options.key_file;

	if (access(path, F_OK) == 0)
		return true;
	if (!keyring_create(path))
		return refuse(c, "key_file: %s cannot be made", path);
	(void)printf("made %s: keep a copy where the database's copies are not\n",
	    path);
	return true;
}

static enum status
make_admin(struct ctx *c, const struct app *app, const struct person *p)
{
	struct operator o;
	struct call call;
	bool created, done;

	operator_open(&o, c->arena, app, &app->db);
	operator_call(&o, &call);
	done = bootstrap_platform(&call, p->email, p->first_name, p->last_name,
	    p->password, &created);
	operator_close(&o);
	if (!done)
		return command_failed(&call.ctx);
	(void)printf(created ? "%s is the platform's admin\n" :
	    "%s was not added: the platform has an admin already\n", p->email);
	return STATUS_OK;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct person p = {0};

	for (int i = 0; i < argc; i += 2) {
		const char **place = place_of(&p, argv[i]);

		if (place == NULL || i + 1 == argc)
			return command_misused(&command_bootstrap,
			    "%s is not understood", argv[i]);
		*place = argv[i + 1];
	}
	if (p.email == NULL)
		return command_misused(&command_bootstrap, "--email is needed");
	if (!secret_read(c, "password", &p.password))
		return command_failed(c);
	crypt_init();
	if (!make_keys(c, app) || !app_warm(c, app))
		return command_failed(c);
	return make_admin(c, app, &p);
}

const struct command command_bootstrap = {
	.name = "bootstrap",
	.usage = "--email ADDRESS [--first-name NAME] [--last-name NAME]",
	.words = "--email --first-name --last-name",
	.summary = "Make the key file and the platform's first admin.",
	.help =
	    "  tenantry bootstrap --email olga@example.com --first-name Olga\n"
	    "  pass show tenantry | tenantry bootstrap --email olga@example.com\n"
	    "\n"
	    "The password is one line of standard input.  What is there already is left\n"
	    "as it is: a key file, a platform that has an admin.\n",
	.run = run,
};
