/* SPDX-License-Identifier: MIT */
/*
 * jobs — what the keeper does, and how often.
 */
#include "app/keeper.h"

#include "model/postman.h"

#include <string.h>

#define MAIL_TIMEOUT	60	/* seconds for one conversation with the relay */

static const char *
or_null(const char *s)
{
	return *s == '\0' ? NULL : s;
}

static struct relay_config
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

static const struct job mail = {"mail", 250, send_mail};

const struct job *const jobs[] = {
	&mail,
	NULL
};
