/* SPDX-License-Identifier: MIT */
#include "app/cli/listing.h"

#include "app/cli/operator.h"
#include "app/keeper.h"

#include <string.h>

/* When, what became of it, what it is, to whom, why. */
static const char *const columns[] = {
	"id", "created_at", "delivery.state", "kind", "to", "delivery.last_error",
};

static enum status
list(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct json *params = json_new(c->arena, JSON_OBJECT);
	enum listing form = LISTING_TABLE;
	const struct json *page;
	struct operator o;
	bool done;

	if (!listing_option(&argc, argv, &form))
		return command_misused(&command_mail, "there is no such output");
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
	done = operator_ask(&o, c, "mail.list", params, &page);
	operator_close(&o);
	return done ? listing_print(c->arena, form, json_get(page, "items"),
	    columns, countof(columns)) : command_failed(c);
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
	.usage = "list [--state STATE] [--to ADDRESS] " LISTING_USAGE
	    " | run --once",
	.words = "list run --once --state --to " LISTING_WORDS,
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
