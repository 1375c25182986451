/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/hooks.h"
#include "db/compiled.h"
#include "model/perm.h"
#include "model/setting.h"

struct printer {
	const char *name;
	void (*print)(struct buf *, const struct rpc *, const struct app *);
};

static void
print_openrpc(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)app;
	rpc_discover(b, rpc);
}

static void
print_types(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)app;
	rpc_types(b, rpc);
}

static void
print_methods(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)app;
	rpc_print_methods(b, rpc);
}

static void
print_errors(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)rpc;
	(void)app;
	rpc_print_errors(b);
}

static void
print_permissions(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	static const struct {
		const char *title;
		enum level level;
		const char *role;
	} roles[] = {
		{"platform admin", LEVEL_platform, "admin"},
		{"MSP admin", LEVEL_msp, "admin"},
		{"MSP member", LEVEL_msp, "member"},
		{"tenant admin", LEVEL_tenant, "admin"},
	};

	(void)rpc;
	(void)app;
	buf_puts(b, "| permission | what for |");
	for (size_t i = 0; i < countof(roles); i++)
		buf_printf(b, " %s |", roles[i].title);
	buf_puts(b, "\n| --- | --- | --- | --- | --- | --- |\n");
	for (unsigned p = PERM_FIRST; p < PERM_END; p++) {
		buf_printf(b, "| `%s` | %s |", perm_name(p),
		    perm_description(p));
		for (size_t i = 0; i < countof(roles); i++) {
			struct perms held = perms_builtin(roles[i].level,
			    roles[i].role, false);

			buf_puts(b, perms_has(&held, p) ? " yes |" : "  |");
		}
		buf_putc(b, '\n');
	}
}

static void
print_settings(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)rpc;
	(void)app;
	settings_print(b);
}

static void
print_config(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)rpc;
	options_print(b, &app->options, false);
}

static void
print_sql(struct buf *b, const struct rpc *rpc, const struct app *app)
{
	(void)rpc;
	(void)app;
	for (size_t i = 0; i < statement_count; i++) {
		const struct statement *s = &statements[i];

		buf_printf(b, "-- %s (%s)%s%s\n-- %s\n%s;\n\n", s->name,
		    s->file, s->row == NULL ? "" : " -> ",
		    s->row == NULL ? "" : s->row, s->comment, s->text);
	}
}

static const struct printer printers[] = {
	{"openrpc", print_openrpc},
	{"types", print_types},
	{"methods", print_methods},
	{"errors", print_errors},
	{"permissions", print_permissions},
	{"settings", print_settings},
	{"config", print_config},
	{"sql", print_sql},
};

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct rpc rpc = {
		.hooks = hooks_open(NULL, NULL), .arena = c->arena,
		.config = &app->service, .version = PACKAGE_VERSION,
	};
	struct buf b;

	if (argc > 0 && strcmp(argv[0], "config") == 0 &&
	    c->err.code != E_none)
		return command_failed(c);
	if (argc == 2 && strcmp(argv[0], "config") == 0 &&
	    strcmp(argv[1], "--changed") == 0) {
		buf_init(&b, c->arena);
		options_print(&b, &app->options, true);
		return b.n == 0 ? STATUS_OK : command_print_text(&b);
	}
	if (argc != 1)
		return command_misused(&command_print, "print needs one word");
	buf_init(&b, c->arena);
	for (size_t i = 0; i < countof(printers); i++) {
		if (strcmp(argv[0], printers[i].name) != 0)
			continue;
		printers[i].print(&b, &rpc, app);
		return command_print_text(&b);
	}
	return command_misused(&command_print, "there is no %s to print",
	    argv[0]);
}

const struct command command_print = {
	.name = "print",
	.usage = "openrpc|types|methods|errors|permissions|settings|sql|config [--changed]",
	.words = "openrpc types methods errors permissions settings config sql --changed",
	.summary = "Print the tables that the program runs from.",
	.help =
	    "  tenantry print openrpc > openrpc.json\n"
	    "  tenantry print types > tenantry.d.ts\n"
	    "  tenantry print methods               Markdown, for people\n"
	    "  tenantry print config                a tenantry.conf with every option\n"
	    "  tenantry print config --changed      only what is not as by default\n"
	    "\n"
	    "What is printed is what the program works with; nothing is written by hand.\n",
	.offline = true,
	.run = run,
};
