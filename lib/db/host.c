/* SPDX-License-Identifier: MIT */
#include "db/host.h"

#include "base/clock.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_SOCKET	107
#define ALONE_US	800000	/* a second, with what the next caller takes to come */

static bool
is_said(const char *text)
{
	return text != NULL && *text != '\0';
}

/* HOST, HOST:PORT or [ADDRESS]:PORT; a bare address of version 6 has colons of its own. */
static bool
split_port(struct arena *a, const char *text, struct host *h)
{
	const char *colon = strrchr(text, ':');
	size_t n = strlen(text);
	long port;
	char *end;

	h->name = text;
	if (colon != NULL && (*text == '[' ? colon[-1] == ']' :
	    strchr(text, ':') == colon)) {
		port = strtol(colon + 1, &end, 10);
		if (end == colon + 1 || *end != '\0' || port < 1 || port > 65535)
			return false;
		h->port = (unsigned)port;
		n = (size_t)(colon - text);
	}
	if (*text == '[') {
		if (n < 3 || text[n - 1] != ']')
			return false;
		text++;
		n -= 2;
	}
	h->name = arena_memdup(a, text, n);
	return n > 0;
}

static const char *
check(struct arena *a, const struct db_config *c, const struct host *h)
{
	if (h->name == NULL)
		return strlen(h->socket) <= LONGEST_SOCKET ? NULL :
		    arena_printf(a, "%s is too long for a socket", h->socket);
	if (!is_said(c->tls_ca) && !host_is_this_machine(h))
		return arena_printf(a, "db_tls_ca is needed for %s", h->name);
	return NULL;
}

static const char *
take(struct arena *a, const struct db_config *c, const char *text,
     struct host *h)
{
	*h = (struct host){.label = text, .port = c->port};
	if (!is_said(c->host))
		h->socket = text;
	else if (!split_port(a, text, h))
		return arena_printf(a, "\"%s\" is not HOST or HOST:PORT", text);
	return check(a, c, h);
}

const char *
hosts_parse(struct arena *a, const struct db_config *c, struct hosts *out)
{
	const char *s = is_said(c->host) ? c->host : c->socket;
	struct hosts all = {arena_array(a, DB_MOST_HOSTS, sizeof(*all.at)), 0};
	struct db_gates *own = arena_new(a, struct db_gates);

	if (!is_said(s))
		return "neither a host nor a socket is given";
	for (;; s++) {
		size_t n = strcspn(s += strspn(s, " "), ","), used = n;
		const char *wrong;

		while (used > 0 && s[used - 1] == ' ')
			used--;
		if (used == 0)
			return "a name is missing between two commas";
		if (all.n == DB_MOST_HOSTS)
			return arena_printf(a, "more than %d names", DB_MOST_HOSTS);
		wrong = take(a, c, arena_memdup(a, s, used), &all.at[all.n]);
		all.at[all.n].gate = &own->at[all.n];
		all.n++;
		if (wrong != NULL)
			return wrong;
		s += n;
		if (*s == '\0')
			break;
	}
	*out = all;
	return NULL;
}

const char *
db_config_wrong(struct arena *a, const struct db_config *c)
{
	struct hosts hosts;

	return hosts_parse(a, c, &hosts);
}

bool
host_is_this_machine(const struct host *h)
{
	return h->name == NULL || strcmp(h->name, "localhost") == 0 ||
	    strcmp(h->name, "::1") == 0 || strncmp(h->name, "127.", 4) == 0;
}

bool
host_may_try(const struct host *h)
{
	int64_t now = clock_mono_us(), due = h->gate->not_before;

	return due == 0 || (now >= due && atomic_compare_exchange_strong(
	    &h->gate->not_before, &due, now + ALONE_US));
}

void
host_leave_alone(const struct host *h)
{
	h->gate->not_before = clock_mono_us() + ALONE_US;
}

void
host_hangs(const struct host *h)
{
	host_leave_alone(h);
	h->gate->hangs = true;
}

void
host_answers(const struct host *h)
{
	h->gate->not_before = 0;
	h->gate->hangs = false;
}
