/* SPDX-License-Identifier: MIT */
#include "mail/mail.h"

#include "base/clock.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE	5000	/* milliseconds for each step */

/* A conversation that is only begun. */
struct probe {
	struct ctx *ctx;
	int fd;
	char said[2048];	/* so far, of the reply that is coming */
	size_t n;
};

static bool
give_up(struct ctx *c, const char *what, const char *why)
{
	(void)fail(c, E_busy, "%s: %s", what, why);
	c->err.message = arena_printf(c->arena, "%s: %s", what, why);
	return false;
}

static bool
await(struct probe *p, short events, const char *what)
{
	struct pollfd f = {.fd = p->fd, .events = events};
	int ready = poll(&f, 1, PATIENCE);

	return ready == 1 || give_up(p->ctx, what, ready == 0 ?
	    "no answer" : strerror(errno));
}

static bool
connect_to(struct probe *p, const struct addrinfo *a)
{
	socklen_t n = sizeof(int);
	int error = 0;

	p->fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd < 0)
		return give_up(p->ctx, "socket", strerror(errno));
	if (connect(p->fd, a->ai_addr, a->ai_addrlen) == 0)
		return true;
	if (errno != EINPROGRESS)
		return give_up(p->ctx, "connect", strerror(errno));
	if (!await(p, POLLOUT, "connect"))
		return false;
	(void)getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &error, &n);
	return error == 0 || give_up(p->ctx, "connect", strerror(error));
}

static bool
reach(struct probe *p, const struct relay_config *r)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *all = NULL;
	char port[8];
	int error;
	bool reached = false;

	(void)snprintf(port, sizeof(port), "%u", r->port);
	error = getaddrinfo(r->host, port, &hints, &all);
	if (error != 0)
		return give_up(p->ctx, r->host, gai_strerror(error));
	for (struct addrinfo *a = all; a != NULL && !reached; a = a->ai_next) {
		if (p->fd >= 0)
			(void)close(p->fd);
		p->ctx->err = (struct error){0};
		reached = connect_to(p, a);
	}
	freeaddrinfo(all);
	return reached;
}

/* The last line of a reply has a blank behind its code. */
static bool
is_whole(const struct probe *p)
{
	const char *line = p->said;

	for (const char *end; (end = strstr(line, "\r\n")) != NULL; line = end + 2)
		if (end - line >= 3 && line[3] != '-')
			return true;
	return false;
}

/* Reads one reply, which must begin with CODE. */
static bool
hear(struct probe *p, const char *what, const char *code)
{
	p->n = 0;
	p->said[0] = '\0';
	while (!is_whole(p)) {
		ssize_t got;

		if (p->n == sizeof(p->said) - 1)
			return give_up(p->ctx, what, "an endless answer");
		if (!await(p, POLLIN, what))
			return false;
		got = read(p->fd, p->said + p->n, sizeof(p->said) - 1 - p->n);
		if (got <= 0)
			return give_up(p->ctx, what, "the connection broke");
		p->n += (size_t)got;
		p->said[p->n] = '\0';
	}
	return strncmp(p->said, code, 3) == 0 ||
	    give_up(p->ctx, what, arena_memdup(p->ctx->arena, p->said,
	    strcspn(p->said, "\r\n")));
}

static bool
tell(struct probe *p, const char *line)
{
	return write(p->fd, line, strlen(line)) == (ssize_t)strlen(line) ||
	    give_up(p->ctx, "write", strerror(errno));
}

static bool
talk(struct probe *p, const struct relay_config *r)
{
	if (!reach(p, r) || !hear(p, "greeting", "220") ||
	    !tell(p, "EHLO tenantry.invalid\r\n") || !hear(p, "EHLO", "250"))
		return false;
	if (r->tls && strcasestr(p->said, "STARTTLS") == NULL)
		return give_up(p->ctx, "TLS", "is required and not offered");
	return tell(p, "QUIT\r\n");
}

bool
relay_probe(struct ctx *c, const struct relay_config *r)
{
	struct probe p = {.ctx = c, .fd = -1};
	bool well;

	if (strcmp(r->transport, "sendmail") == 0)
		return access(r->sendmail, X_OK) == 0 ||
		    give_up(c, r->sendmail, strerror(errno));
	well = talk(&p, r);
	if (p.fd >= 0)
		(void)close(p.fd);
	return well;
}
