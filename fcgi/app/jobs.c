/* SPDX-License-Identifier: MIT */
/*
 * jobs — what the keeper does, and how often.
 */
#include "app/keeper.h"

#include "model/ending.h"
#include "model/lapse.h"
#include "model/postman.h"
#include "model/reset.h"
#include "model/sweep.h"
#include "model/tally.h"

#include <string.h>

#define MAIL_TIMEOUT	60	/* seconds for one conversation with the relay */

static const char *
or_null(const char *s)
{
	return *s == '\0' ? NULL : s;
}

struct relay_config
relay_of(const struct options *o)
{
	return (struct relay_config){
		.transport = o->mail_transport,
		.host = o->smtp_host,
		.port = (unsigned)o->smtp_port,
		.tls = strcmp(o->smtp_tls, "required") == 0,
		.ca = or_null(o->smtp_ca),
		.user = or_null(o->smtp_user),
		.password = or_null(o->smtp_password),
		.sendmail = o->sendmail_path,
		.timeout = MAIL_TIMEOUT,
	};
}

/* Without a relay the mails wait: there may be one tomorrow. */
static bool
send_mail(struct job_env *env)
{
	struct relay_config relay = relay_of(&env->app->options);

	return !env->app->service.mail_configured ||
	    postman_round(&env->call, &relay, &env->more);
}

static bool
look_at_outbox(struct job_env *env)
{
	return postman_look(&env->call);
}

static bool
answer_resets(struct job_env *env)
{
	return reset_round(&env->call, &env->more);
}

static bool
end_access(struct job_env *env)
{
	return lapse_access(&env->call, &env->more);
}

static bool
end_unused(struct job_env *env)
{
	return lapse_unused(&env->call);
}

static bool
purge(struct job_env *env)
{
	return ending_purge(&env->call, &env->more);
}

static bool
clear_away(struct job_env *env)
{
	return sweep(&env->call, &env->more);
}

static bool
fold_tallies(struct job_env *env)
{
	return tally_fold(&env->call);
}

#define SECOND	1000u
#define MINUTE	(60 * SECOND)

static const struct job resets = {"reset", SECOND / 4, answer_resets};
static const struct job mail = {"mail", SECOND / 4, send_mail};
static const struct job looks = {"outbox", 10 * SECOND, look_at_outbox};
static const struct job access_ends = {"access", MINUTE, end_access};
static const struct job unused = {"unused", 60 * MINUTE, end_unused};
static const struct job purges = {"purge", 5 * SECOND, purge};
static const struct job sweeps = {"sweep", 10 * MINUTE, clear_away};
static const struct job tallies = {"tally", 10 * SECOND, fold_tallies};

const struct job *const jobs[] = {
	&resets, &mail, &looks, &access_ends, &unused, &purges, &sweeps,
	&tallies, NULL
};
