/* SPDX-License-Identifier: MIT */
#include "app/cli/listing.h"

#include "app/cli/operator.h"
#include "base/clock.h"
#include "model/session.h"

#include <stdio.h>

#define MOST_SHOWN	1000

struct asked {
	const char *tenant, *user;	/* NULL: all */
};

static void
set_text(struct arena *a, struct json *row, const char *name, const char *text)
{
	json_set(a, row, name, text == NULL ? json_new(a, JSON_NULL) :
	    json_string(a, text));
}

static void
add_session(struct arena *a, struct json *rows, const struct session_who *s)
{
	struct json *row = json_new(a, JSON_OBJECT);

	set_text(a, row, "tenant", s->tenant);
	set_text(a, row, "user", s->email);
	set_text(a, row, "proved", s->level);
	set_text(a, row, "kind", s->kind);
	set_text(a, row, "since", clock_format(a, s->since));
	set_text(a, row, "last_seen", clock_format(a, s->last_seen_at));
	set_text(a, row, "ip", s->ip);
	json_append(rows, row);
}

static enum status
show(struct ctx *c, const struct app *app, const struct asked *asked,
     enum listing form)
{
	struct json *rows = json_new(c->arena, JSON_LIST);
	const struct session_who *at = NULL;
	struct operator o;
	struct call call;
	size_t n = 0;
	bool done;

	operator_open(&o, c->arena, app, &app->db);
	operator_call(&o, &call);
	done = session_who(&call, asked->tenant, asked->user, MOST_SHOWN + 1,
	    &at, &n);
	operator_close(&o);
	if (!done)
		return command_failed(&call.ctx);
	for (size_t i = 0; i < n && i < MOST_SHOWN; i++)
		add_session(c->arena, rows, &at[i]);
	if (n > MOST_SHOWN)
		(void)fprintf(stderr, "tenantry: these are the last %d; "
		    "narrow it with --tenant or --user\n", MOST_SHOWN);
	return listing_print(c->arena, form, rows, NULL, 0);
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	enum listing form = LISTING_TABLE;
	struct asked asked = {NULL, NULL};

	if (!listing_option(&argc, argv, &form))
		return command_misused(&command_who, "there is no such output");
	for (int i = 0; i < argc; i += 2) {
		const char **place =
		    strcmp(argv[i], "--tenant") == 0 ? &asked.tenant :
		    strcmp(argv[i], "--user") == 0 ? &asked.user : NULL;

		if (place == NULL || i + 1 == argc)
			return command_misused(&command_who,
			    "%s is not understood", argv[i]);
		*place = argv[i + 1];
	}
	return show(c, app, &asked, form);
}

const struct command command_who = {
	.name = "who",
	.usage = "[--tenant SLUG] [--user EMAIL] " LISTING_USAGE,
	.words = "--tenant --user " LISTING_WORDS,
	.summary = "Show who is signed in now, where and since when.",
	.help =
	    "  tenantry who\n"
	    "  tenantry who --tenant acme\n"
	    "  tenantry who --user ann@example.com --output json\n"
	    "\n"
	    "A line for each session that still lives, the last one seen first, at most\n"
	    "1,000.  Staff have the tenant `admin` or their MSP's slug.  To end one:\n"
	    "`tenantry call session.revoke`.\n",
	.run = run,
};
