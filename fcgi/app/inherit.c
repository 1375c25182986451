/* SPDX-License-Identifier: MIT */
#include "app/inherit.h"

#include "app/listener.h"
#include "base/buf.h"

#include <fcntl.h>
#include <unistd.h>

#define NAME		"TENANTRY_INHERIT"	/* "FD PATH<tab>PID PID ..." */
#define FIRST_FD	3			/* of a service manager's */

static long
next_number(const char **s)
{
	char *end;
	long n = strtol(*s, &end, 10);

	*s = end + (*end == ' ');
	return n;
}

static void
parse(struct arena *a, const char *s, struct inherit *out)
{
	size_t cap = 0, n;

	out->listener = (int)next_number(&s);
	n = strcspn(s, "\t");
	out->path = arena_memdup(a, s, n);
	for (s += n + (s[n] == '\t'); *s != '\0'; ) {
		out->child = arena_grow(a, out->child, &cap, out->children + 1,
		    sizeof(*out->child));
		out->child[out->children++] = (pid_t)next_number(&s);
	}
}

static bool
is_for_us(const char *name, long value)
{
	const char *s = getenv(name);

	return s != NULL && strtol(s, NULL, 10) == value;
}

struct inherit
inherit_take(struct arena *a)
{
	struct inherit out = {.listener = -1, .path = ""};
	const char *text = getenv(NAME);

	if (text != NULL)
		parse(a, text, &out);
	else if (is_for_us("LISTEN_PID", getpid()) &&
	    is_for_us("LISTEN_FDS", 1))
		out.listener = FIRST_FD;
	(void)unsetenv(NAME);
	(void)unsetenv("LISTEN_PID");
	(void)unsetenv("LISTEN_FDS");
	if (out.listener >= 0 && !listener_adopt(out.listener))
		out.listener = -1;
	if (out.listener >= 0)
		(void)fcntl(out.listener, F_SETFD, FD_CLOEXEC);
	return out;
}

void
inherit_give(struct arena *a, const struct inherit *in, char **args)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%d %s\t", in->listener, in->path);
	for (size_t i = 0; i < in->children; i++)
		buf_printf(&b, "%s%d", i == 0 ? "" : " ", (int)in->child[i]);
	(void)setenv(NAME, buf_text(&b), 1);
	(void)fcntl(in->listener, F_SETFD, 0);
	(void)execvp(args[0], args);
	(void)fcntl(in->listener, F_SETFD, FD_CLOEXEC);
	(void)unsetenv(NAME);
}
