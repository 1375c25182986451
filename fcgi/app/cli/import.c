/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/cli/operator.h"
#include "app/cli/progress.h"
#include "app/cli/sheet.h"
#include "app/refuse.h"
#include "model/kind.h"
#include "model/tenant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define SHOWN	10	/* rows of the preview */
#define FAULTS	50	/* and faulty ones */

struct line {
	int64_t number;		/* in the file */
	const char *email, *role;
	const char *fault;	/* NULL: none */
};

struct import {
	struct ctx *c;
	struct operator o;
	struct arena *arena;	/* of one call */
	const char *tenant, *file;
	const char *id, *name;	/* of the tenant */
	bool yes, only_valid, no_email;
	struct sheet sheet;
	struct line *lines;
	size_t n, cap, faulty;
	int64_t created;
};

/* ---- one part of the file, tried or done ---- */

/* What stood in a file must not speak to the terminal. */
static const char *
copy_member(const struct import *i, const struct json *row, const char *name)
{
	const struct json *v = json_get(row, name);
	char *text;

	if (v == NULL || v->text == NULL)
		return "";
	text = arena_strdup(i->c->arena, v->text);
	for (char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return text;
}

static void
take_row(struct import *i, const struct sheet_part *part, const struct json *row)
{
	const struct json *error = json_get(row, "error");
	struct line l = {
		.email = copy_member(i, row, "email"),
		.role = copy_member(i, row, "role"),
	};

	if (!json_int(json_get(row, "row"), &l.number))
		l.number = 0;
	l.number += part->ahead;
	if (error != NULL && error->type == JSON_OBJECT)
		l.fault = copy_member(i, error, "message");
	i->lines = arena_grow(i->c->arena, i->lines, &i->cap, i->n + 1,
	    sizeof(*i->lines));
	i->lines[i->n++] = l;
}

static struct json *
params_of(const struct import *i, const struct sheet_part *part, bool try)
{
	struct json *p = json_new(i->arena, JSON_OBJECT);

	json_set(i->arena, p, "tenant_id", json_string(i->arena, i->id));
	json_set(i->arena, p, "csv", json_string(i->arena, part->text));
	json_set(i->arena, p, "send_email", json_boolean(i->arena, !i->no_email));
	json_set(i->arena, p, "only_valid", json_boolean(i->arena, try ||
	    i->only_valid));
	json_set(i->arena, p, "dry_run", json_boolean(i->arena, try));
	return p;
}

static void
take_result(struct import *i, const struct sheet_part *part,
	    const struct json *result)
{
	int64_t created;

	for (const struct json *r = json_get(result, "rows")->first; r != NULL;
	    r = r->next)
		take_row(i, part, r);
	if (json_int(json_get(result, "total_created"), &created))
		i->created += created;
}

/* What stands twice, or cannot be read at all, is told by its lines. */
static void
tell_failure(const struct sheet_part *part, const struct ctx *c)
{
	(void)command_failed(c);
	for (size_t k = 0; k < c->err.position_count; k++)
		(void)fprintf(stderr, "%s%lld%s", k == 0 ? "  line " : ", ",
		    (long long)(c->err.positions[k] + part->ahead),
		    k + 1 == c->err.position_count ? "\n" : "");
}

static bool
ask(struct import *i, const struct sheet_part *part, bool try)
{
	const struct json *result;
	struct ctx c;
	bool done;

	ctx_init(&c, i->arena, "import");
	done = operator_ask(&i->o, &c, "invitation.import_csv",
	    params_of(i, part, try), &result);
	if (done)
		take_result(i, part, result);
	else
		tell_failure(part, &c);
	arena_reset(i->arena);
	return done;
}

static bool
ask_all(struct import *i, bool try)
{
	const char *what = try ? "checking" : "importing";
	size_t rows = 0;

	i->n = 0;
	i->created = 0;
	for (size_t p = 0; p < i->sheet.n; p++) {
		progress_show(what, rows, i->sheet.rows);
		if (!ask(i, &i->sheet.at[p], try))
			return false;
		rows += i->sheet.at[p].rows;
	}
	progress_show(what, rows, i->sheet.rows);
	return true;
}

/* ---- what is wrong ---- */

static int
by_email(const void *a, const void *b)
{
	const struct line *const *x = a, *const *y = b;
	int order = strcasecmp((*x)->email, (*y)->email);

	if (order != 0)
		return order;
	return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

/* The method sees what stands twice in one part; here are those of different ones. */
static void
find_duplicates(struct import *i)
{
	struct line **sorted = arena_array(i->c->arena, i->n + 1,
	    sizeof(*sorted));

	for (size_t k = 0; k < i->n; k++)
		sorted[k] = &i->lines[k];
	qsort(sorted, i->n, sizeof(*sorted), by_email);
	for (size_t k = 1; k < i->n; k++)
		if (sorted[k]->fault == NULL && *sorted[k]->email != '\0' &&
		    strcasecmp(sorted[k - 1]->email, sorted[k]->email) == 0)
			sorted[k]->fault = arena_printf(i->c->arena,
			    "stands in line %lld already",
			    (long long)sorted[k - 1]->number);
}

static void
count_faulty(struct import *i)
{
	i->faulty = 0;
	for (size_t k = 0; k < i->n; k++)
		i->faulty += i->lines[k].fault != NULL;
}

/* ---- what is shown ---- */

static void
print_line(const struct line *l)
{
	(void)printf("%7lld  %-40s  %-16s  %s\n", (long long)l->number, l->email,
	    l->role, l->fault == NULL ? "" : l->fault);
}

static void
print_some(const struct import *i, bool faulty, size_t most)
{
	size_t shown = 0, all = faulty ? i->faulty : i->n - i->faulty;

	for (size_t k = 0; k < i->n && shown < most; k++) {
		if ((i->lines[k].fault != NULL) != faulty)
			continue;
		print_line(&i->lines[k]);
		shown++;
	}
	if (all > shown)
		(void)printf("         and %zu more\n", all - shown);
}

static void
print_preview(const struct import *i)
{
	(void)printf("%s: %zu to invite to %s%s\n", i->file, i->n - i->faulty,
	    i->name, i->no_email ? ", without a mail" : "");
	print_some(i, false, SHOWN);
	if (i->faulty == 0)
		return;
	(void)printf("%zu cannot be invited\n", i->faulty);
	print_some(i, true, FAULTS);
}

/* ---- from the preview to the deed ---- */

static bool
is_confirmed(const struct import *i)
{
	char answer[16];

	(void)printf("Invite %zu people to %s? [y/N] ", i->n - i->faulty, i->name);
	(void)fflush(stdout);
	return fgets(answer, sizeof(answer), stdin) != NULL &&
	    (answer[0] == 'y' || answer[0] == 'Y');
}

static enum status
nothing_done(const char *why, enum status status)
{
	(void)fprintf(stderr, "nothing was done: %s\n", why);
	return status;
}

static enum status
carry_out(struct import *i)
{
	bool all = ask_all(i, false);

	count_faulty(i);
	if (i->faulty > 0) {
		(void)printf("%zu cannot be invited\n", i->faulty);
		print_some(i, true, FAULTS);
	}
	(void)printf("%lld invited\n", (long long)i->created);
	if (all && i->created == (int64_t)i->n)
		return STATUS_OK;
	return i->created > 0 ? STATUS_PARTLY : STATUS_FAILED;
}

static enum status
import(struct import *i)
{
	if (!ask_all(i, true))
		return STATUS_FAILED;
	find_duplicates(i);
	count_faulty(i);
	print_preview(i);
	if (i->faulty > 0 && !i->only_valid)
		return nothing_done("correct the file, or say --only-valid",
		    STATUS_FAILED);
	if (i->n == i->faulty)
		return nothing_done("there is nobody to invite", STATUS_FAILED);
	if (!i->yes && isatty(STDIN_FILENO) != 1)
		return nothing_done("without a terminal it needs --yes",
		    STATUS_USAGE);
	if (!i->yes && !is_confirmed(i))
		return nothing_done("not confirmed", STATUS_FAILED);
	return carry_out(i);
}

/* ---- where to ---- */

/* An id or a slug. */
static bool
find_tenant(struct import *i)
{
	struct tenant_row t;
	struct call call;
	struct id id;
	bool found;

	operator_call(&i->o, &call);
	if (id_parse(i->tenant, &id))
		found = tenant_get(&call, id, &t);
	else if (!tenant_find(&call, i->tenant, &t, &found))
		return refuse(i->c, "%s", err_message(&call.ctx.err));
	if (!found || strcmp(t.status, "deleted") == 0)
		return refuse(i->c, "there is no tenant %s", i->tenant);
	i->id = arena_strdup(i->c->arena, id_format(i->arena, t.id));
	i->name = arena_strdup(i->c->arena, t.name);
	return true;
}

static bool
take_arguments(struct import *i, int argc, char **argv)
{
	for (int k = 0; k < argc; k++) {
		if (strcmp(argv[k], "--yes") == 0)
			i->yes = true;
		else if (strcmp(argv[k], "--only-valid") == 0)
			i->only_valid = true;
		else if (strcmp(argv[k], "--no-email") == 0)
			i->no_email = true;
		else if (i->tenant == NULL)
			i->tenant = argv[k];
		else if (i->file == NULL)
			i->file = argv[k];
		else
			return false;
	}
	return i->file != NULL;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct import i = {.c = c};
	const char *text;
	enum status status;

	if (!take_arguments(&i, argc, argv))
		return command_misused(&command_import,
		    "import needs a tenant and a file");
	if (!app_warm(c, app) || !sheet_read(c, i.file, &text))
		return command_failed(c);
	sheet_split(c->arena, text, &i.sheet);
	i.arena = arena_open();
	operator_open(&i.o, c->arena, app, &app->db);
	i.o.rpc.arena = i.arena;	/* given back after each call */
	status = find_tenant(&i) ? import(&i) : command_failed(c);
	operator_close(&i.o);
	arena_close(i.arena);
	return status;
}

const struct command command_import = {
	.name = "import",
	.usage = "TENANT FILE.csv [--only-valid] [--no-email] [--yes]",
	.words = "--only-valid --no-email --yes",
	.summary = "Invite the people of a CSV file to a tenant.",
	.help =
	    "  tenantry import acme people.csv\n"
	    "  tenantry import tenant_01j... people.csv --only-valid --yes\n"
	    "  tenantry call invitation.csv_template | jq -r .content >people.csv\n"
	    "\n"
	    "TENANT is a slug or an id, FILE - is standard input.  Everything is tried\n"
	    "first and shown; then it asks.  Without a terminal it stops there unless\n"
	    "--yes is said.  One faulty line stops it unless --only-valid is said.  Of a\n"
	    "file of more than 1,000 lines each thousand is all or nothing.\n"
	    "Exit status: 0 all invited, 6 some, 1 nobody, 2 not confirmed by --yes.\n",
	.run = run,
};
