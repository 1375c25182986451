/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "app/cli/operator.h"
#include "app/keeper.h"
#include "base/log.h"
#include "db/migrate.h"
#include "model/health.h"

#include <stdio.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MOST_SKEW	5	/* seconds */

struct doctor {
	const struct app *app;
	struct ctx *start;	/* what came of reading keys and methods */
	struct operator o;
	struct call call;	/* a new one for each check */
	bool no_database;
};

/* What is wrong is what the failed call said. */
static const char *
wrong(const struct doctor *d)
{
	const struct error *e = &d->call.ctx.err;

	return e->message != NULL || e->why == NULL ? err_message(e) : e->why;
}

static bool
check_configuration(struct doctor *d, const char **words)
{
	const struct app *app = d->app;

	if (*app->options.base_domain == '\0') {
		*words = "base_domain is not set";
		return false;
	}
	*words = app->config_file == NULL ? "from the environment" :
	    app->config_file;
	return true;
}

static bool
check_keys(struct doctor *d, const char **words)
{
	*words = d->app->options.key_file;
	if (d->start->err.code != E_none) {
		*words = err_message(&d->start->err);
		return false;
	}
	return d->app->service.keys != NULL;
}

static bool
check_database(struct doctor *d, const char **words)
{
	const struct options *o = &d->app->options;

	*words = *o->db_host == '\0' ? o->db_socket : o->db_host;
	if (db_ready(d->call.db))
		return true;
	*words = wrong(d);
	d->no_database = true;
	return false;
}

static bool
check_schema(struct doctor *d, const char **words)
{
	*words = "the one that this program expects";
	if (migrate_check(d->call.db))
		return true;
	*words = wrong(d);
	return false;
}

static bool
check_rights(struct doctor *d, const char **words)
{
	*words = d->app->options.db_user;
	if (migrate_check_rights(d->call.db))
		return true;
	*words = arena_printf(call_arena(&d->call), "%s: %s", *words, wrong(d));
	return false;
}

static bool
check_cluster(struct doctor *d, const char **words)
{
	bool well;

	if (health_cluster(&d->call, words, &well))
		return well;
	*words = wrong(d);
	return false;
}

static bool
check_clock(struct doctor *d, const char **words)
{
	int64_t ahead;

	if (!health_clock(&d->call, &ahead)) {
		*words = wrong(d);
		return false;
	}
	*words = arena_printf(call_arena(&d->call),
	    "the database's is %lld seconds ahead of ours", (long long)ahead);
	return llabs(ahead) <= MOST_SKEW;
}

static bool
check_mail(struct doctor *d, const char **words)
{
	const struct options *o = &d->app->options;
	struct relay_config relay = relay_of(o);

	if (!d->app->service.mail_configured) {
		*words = "no relay, or no mail_from";
		return false;
	}
	*words = strcmp(o->mail_transport, "sendmail") == 0 ? o->sendmail_path :
	    arena_printf(call_arena(&d->call), "%s, port %lld", o->smtp_host,
	    (long long)o->smtp_port);
	if (relay_probe(&d->call.ctx, &relay))
		return true;
	*words = arena_printf(call_arena(&d->call), "%s: %s", *words, wrong(d));
	return false;
}

/* Whether somebody answers there; who may ask is for the web server's user to try. */
static bool
check_socket(struct doctor *d, const char **words)
{
	const char *path = d->app->options.listen;
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;
	bool answers;

	memcpy(to.sun_path, path, strlen(path) + 1);
	answers = fd >= 0 &&
	    connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0;
	*words = arena_printf(call_arena(&d->call), "%s: %s", path,
	    strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	if (answers && stat(path, &st) == 0)
		*words = arena_printf(call_arena(&d->call),
		    "%s, mode %04o, group %u", path, st.st_mode & 07777,
		    (unsigned)st.st_gid);
	return answers;
}

static const struct check {
	const char *name;
	bool (*run)(struct doctor *, const char **words);
	const char *remedy;
	bool asks_database;
} checks[] = {
	{"configuration", check_configuration,
	    "`tenantry print config` shows every option"},
	{"keys", check_keys,
	    "`tenantry bootstrap` makes the file; it must be ours alone"},
	{"database", check_database,
	    "start MariaDB, or correct the db_ options"},
	{"schema", check_schema, "run `tenantry migrate`", true},
	{"rights", check_rights,
	    "run `tenantry migrate`; the workers' account is not the owner's", true},
	{"cluster", check_cluster,
	    "wait until the node is synced, or repair it", true},
	{"clock", check_clock, "run an NTP client on both machines", true},
	{"mail", check_mail,
	    "correct the smtp_ options; `tenantry call mail.send_test` tries them"},
	{"socket", check_socket,
	    "run `tenantry serve`, or start its unit; the web server's user "
	    "needs to reach it"},
};

static bool
run_check(struct doctor *d, const struct check *check)
{
	const char *words;
	bool well;

	if (d->no_database && check->asks_database)
		return true;
	operator_call(&d->o, &d->call);
	well = check->run(d, &words);
	command_verdict(well, check->name, words);
	if (!well)
		(void)printf("%20s  %s\n", "", check->remedy);
	return well;
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct doctor d = {.app = app, .start = c};
	bool all = true;

	if (argc > 0)
		return command_misused(&command_doctor, "doctor takes no %s",
		    argv[0]);
	/* What is wrong is said once, by a line of ours. */
	log_level(LOG_ERROR_);
	(void)!app_warm(c, app);
	operator_open(&d.o, c->arena, app, &app->db);
	for (size_t i = 0; i < countof(checks); i++)
		all &= run_check(&d, &checks[i]);
	operator_close(&d.o);
	return all ? STATUS_OK : STATUS_FAILED;
}

const struct command command_doctor = {
	.name = "doctor",
	.usage = "",
	.summary = "Look at everything that we need, and say what to do.",
	.help =
	    "  tenantry doctor\n"
	    "\n"
	    "A line for each of configuration, keys, database, schema, rights, cluster,\n"
	    "clock, mail and the pool's socket; what is wrong has a second one.  Nothing is\n"
	    "changed and no mail is sent.  Exit status: 0 all is well, 1 something is not.\n",
	.run = run,
};
