/* SPDX-License-Identifier: MIT */
/*
 * relay_driver — gives one mail for each address of the command line to the relay
 * that NAME=VALUE arguments describe, and prints what became of each: a line with
 * sent, later or never, a tab, and the reply.  For tests/mail/test_relay.py.
 */
#include "base/ctx.h"
#include "mail/mail.h"

static const char *const results[] = {
	[DELIVERY_SENT] = "sent",
	[DELIVERY_LATER] = "later",
	[DELIVERY_NEVER] = "never",
};

static const char *from = "no-reply@example.test";

static bool
is_option(const char *arg, const char *name, const char **value)
{
	size_t n = strlen(name);

	if (strncmp(arg, name, n) != 0 || arg[n] != '=')
		return false;
	*value = arg + n + 1;
	return true;
}

static bool
set_option(struct relay_config *config, const char *arg)
{
	const char *number;

	if (is_option(arg, "transport", &config->transport) ||
	    is_option(arg, "host", &config->host) ||
	    is_option(arg, "ca", &config->ca) ||
	    is_option(arg, "user", &config->user) ||
	    is_option(arg, "password", &config->password) ||
	    is_option(arg, "sendmail", &config->sendmail) ||
	    is_option(arg, "from", &from))
		return true;
	if (is_option(arg, "port", &number))
		config->port = (unsigned)strtoul(number, NULL, 10);
	else if (is_option(arg, "timeout", &number))
		config->timeout = (unsigned)strtoul(number, NULL, 10);
	else if (is_option(arg, "tls", &number))
		config->tls = strcmp(number, "required") == 0;
	else
		return false;
	return true;
}

static struct bytes
letter(struct ctx *c, const char *to)
{
	struct message m = {
		.from_name = "Zoë",
		.from = "no-reply@example.test",
		.to = to,
		.subject = "Einladung für Sie",
		.message_id = "1.2@example.test",
		.language = "de",
		.kind = "invitation",
		.date = 1769850000,
		.text = "Grüße.\n.\nEnde = Schluß.\n",
		.html = "<p>Grüße.</p>\n",
	};
	struct buf b;

	if (!message_make(c, &m, &b)) {
		(void)fprintf(stderr, "%s\n", c->err.why);
		exit(1);
	}
	return buf_bytes(&b);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_open();
	struct relay_config config = {.transport = "smtp", .timeout = 10};
	struct envelope *e = arena_array(a, (size_t)argc, sizeof(*e));
	struct ctx c;
	size_t n = 0;

	ctx_init(&c, a, "driver");
	for (int i = 1; i < argc; i++) {
		if (set_option(&config, argv[i]))
			continue;
		e[n].data = letter(&c, "someone@example.test");
		if (address_is_plain(argv[i]))
			e[n].data = letter(&c, argv[i]);
		e[n++].to = argv[i];
	}
	for (size_t i = 0; i < n; i++)
		e[i].from = from;
	relay_send(&c, &config, e, n);
	for (size_t i = 0; i < n; i++)
		(void)printf("%s\t%s\n", results[e[i].result], e[i].reply);
	arena_close(a);
	return 0;
}
