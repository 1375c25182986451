/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/cli/operator.h"
#include "app/keeper.h"

#include <stdio.h>
#include <string.h>

static const char *
text_of(const struct json *object, const char *member)
{
	const struct json *v = json_get(object, member);

	return v == NULL || v->type == JSON_NULL ? "" : v->text;
}

/* One mail, as people read it: when, what became of it, what it is, to whom, why. */
static void
print_mail(const struct json *mail)
{
	const struct json *delivery = json_get(mail, "delivery");

	(void)printf("%s  %s  %-9s  %-18s  %s  %s\n", text_of(mail, "id"),
	    text_of(mail, "created_at"), text_of(delivery, "state"),
	    text_of(mail, "kind"), text_of(mail, "to"),
	    text_of(delivery, "last_error"));
}

static bool
print_all(struct ctx *c, struct operator *o, struct json *params)
{
	const struct json *page;

	if (!operator_ask(o, c, "mail.list", params, &page))
		return false;
	for (const struct json *m = json_get(page, "items")->first; m != NULL;
	    m = m->next)
		print_mail(m);
	return true;
}

static enum status
list(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct json *params = json_new(c->arena, JSON_OBJECT);
	struct operator o;
	bool done;

	for (int i = 0; i < argc; i += 2) {
		bool known = strcmp(argv[i], "--state") == 0 ||
		    strcmp(argv[i], "--to") == 0;

		if (!known || i + 1 == argc)
			return command_misused(&command_mail,
			    "%s is not understood", argv[i]);
		json_set(c->arena, params, argv[i] + 2,
		    json_string(c->arena, argv[i + 1]));
	}
	operator_open(&o, c->arena, app, &app->db);
	done = print_all(c, &o, params);
	operator_close(&o);
	return done ? STATUS_OK : command_failed(c);
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	if (argc == 0)
		return command_misused(&command_mail, "mail needs a word");
	if (!app_warm(c, app))
		return command_failed(c);
	if (strcmp(argv[0], "list") == 0)
		return list(c, app, argc - 1, argv + 1);
	if (argc == 2 && strcmp(argv[0], "run") == 0 &&
	    strcmp(argv[1], "--once") == 0)
		return keeper_once(app) ? STATUS_OK : STATUS_FAILED;
	return command_misused(&command_mail, "%s is not understood", argv[0]);
}

const struct command command_mail = {
	.name = "mail",
	.usage = "list [--state STATE] [--to ADDRESS] | run --once",
	.words = "list run --once --state --to",
	.summary = "Look into the outbox, or do the keeper's work once.",
	.help =
	    "  tenantry mail list --state failed      the newest hundred, and why\n"
	    "  tenantry mail run --once               for cron, where no keeper runs\n"
	    "  tenantry call mail.retry '{\"mail_id\": \"mail_...\"}'\n"
	    "\n"
	    "run --once sends what is due and clears away what has expired, all that the\n"
	    "keeper of `tenantry serve` does; it may run beside one.\n",
	.run = run,
};
