/* SPDX-License-Identifier: MIT */
#include "app/cli/listing.h"

#include "app/cli/operator.h"
#include "json/json.h"

#include <stdio.h>
#include <unistd.h>

/* Whether one item of a list in the result was refused while others were
 * done. */
static bool
is_partly(const struct json *result)
{
	for (const struct json *m = result->first; m != NULL; m = m->next) {
		if (m->type != JSON_LIST)
			continue;
		for (const struct json *v = m->first; v != NULL; v = v->next) {
			const struct json *error = json_get(v, "error");

			if (error != NULL && error->type != JSON_NULL)
				return true;
		}
	}
	return false;
}

/* What is to be shown of it line by line: its list of objects, or itself. */
static const struct json *
rows_of(struct arena *a, const struct json *result)
{
	struct json *alone;

	for (const struct json *m = result->first; m != NULL; m = m->next)
		if (m->type == JSON_LIST && (m->first == NULL ?
		    strcmp(m->name, "items") == 0 :
		    m->first->type == JSON_OBJECT))
			return m;
	alone = json_new(a, JSON_LIST);
	json_append(alone, json_copy(a, result));
	return alone;
}

static enum status
told_error(const struct operator *o, const struct call *call,
	   const struct error *e)
{
	struct buf b;

	buf_init(&b, o->rpc.arena);
	rpc_error(&b, &call->ctx, e);
	(void)fprintf(stderr, "%s\n", buf_text(&b));
	/* What a program reads is JSON and nothing else. */
	if (isatty(STDERR_FILENO))
		(void)fprintf(stderr, "try: tenantry explain %s\n",
		    err_info(e->code)->reason);
	return status_of(e->code);
}

static enum status
told_result(struct ctx *c, const struct buf *out, enum listing form)
{
	const struct json *result;
	enum status status;

	if (!json_parse(c, buf_bytes(out), &json_trusted, &result))
		return command_failed(c);
	status = form == LISTING_JSON ? command_print_text(out) :
	    listing_print(c->arena, form, rows_of(c->arena, result), NULL, 0);
	return status == STATUS_OK && is_partly(result) ? STATUS_PARTLY : status;
}

static enum status
make_call(struct ctx *c, const struct app *app, const struct method *m,
	  const struct json *params, enum listing form)
{
	struct call call = {0};
	struct operator o;
	struct error e;
	struct buf out;
	enum status status;

	operator_open(&o, c->arena, app, &app->db);
	if (rpc_call(&o.rpc, &o.request, &call, m, params, NULL, NULL, &out, &e))
		status = told_result(c, &out, form);
	else
		status = told_error(&o, &call, &e);
	operator_close(&o);
	return status;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	const struct json *params = NULL;
	const struct method *m;
	enum listing form = LISTING_JSON;
	struct bytes text;

	if (!listing_option(&argc, argv, &form))
		return command_misused(&command_call, "there is no such output");
	if (argc < 1 || argc > 2)
		return command_misused(&command_call, "call needs a method");
	m = method_find(argv[0]);
	if (m == NULL)
		return command_misused(&command_call, "there is no method %s; "
		    "`tenantry print methods` lists them", argv[0]);
	if (argc == 2) {
		text.p = (const unsigned char *)argv[1];
		text.n = strlen(argv[1]);
		if (!json_parse(c, text, &json_trusted, &params))
			return command_misused(&command_call,
			    "these parameters are not JSON");
	}
	if (!app_warm(c, app))
		return command_failed(c);
	return make_call(c, app, m, params, form);
}

const struct command command_call = {
	.name = "call",
	.usage = "METHOD [JSON] " LISTING_USAGE,
	.words = LISTING_WORDS,
	.summary = "Make one call as the local operator, without a web server.",
	.help =
	    "  tenantry call msp.list --output table\n"
	    "  tenantry call tenant.get '{\"tenant_id\": \"tenant_...\"}'\n"
	    "  tenantry call tenant.create \"$(cat tenants.json)\" | jq .tenants\n"
	    "\n"
	    "The result goes to standard output as JSON, an error to standard error.  A table\n"
	    "or CSV is of the list in the result, or of the result itself.\n"
	    "Exit status: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict,\n"
	    "5 forbidden, 6 done in part, 7 database not available.\n",
	.run = run,
};
