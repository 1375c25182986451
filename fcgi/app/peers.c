/* SPDX-License-Identifier: MIT */
#include "app/peers.h"

#include "app/refuse.h"

#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

static bool
resolve(const char *name, uid_t *out)
{
	const struct passwd *user = getpwnam(name);
	char *end;
	unsigned long n = strtoul(name, &end, 10);

	if (user != NULL)
		*out = user->pw_uid;
	else if (*name >= '0' && *name <= '9' && *end == '\0')
		*out = (uid_t)n;
	else
		return false;
	return true;
}

bool
peers_parse(struct ctx *c, const char *list, struct peers *out)
{
	struct peers p = {.n = 0};

	for (const char *s = list + strspn(list, " "); *s != '\0'; ) {
		size_t n = strcspn(s, " ");
		const char *name = arena_memdup(c->arena, s, n);

		if (p.n == MOST_PEERS)
			return refuse(c,
			    "peer_users: more than %d users", MOST_PEERS);
		if (!resolve(name, &p.uid[p.n++]))
			return refuse(c,
			    "peer_users: there is no user \"%s\"", name);
		s += n;
		s += strspn(s, " ");
	}
	*out = p;
	return true;
}

bool
peers_allow(const struct peers *p, int fd)
{
	struct ucred who;
	socklen_t size = sizeof(who);

	if (p->n == 0)
		return true;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) < 0)
		return false;
	if (who.uid == 0 || who.uid == geteuid())
		return true;
	for (size_t i = 0; i < p->n; i++)
		if (p->uid[i] == who.uid)
			return true;
	return false;
}
