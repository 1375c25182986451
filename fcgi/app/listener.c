/* SPDX-License-Identifier: MIT */
#include "app/listener.h"

#include "app/refuse.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool
find_group(const char *name, gid_t *out)
{
	const struct group *g = getgrnam(name);
	char *end;
	unsigned long n = strtoul(name, &end, 10);

	if (g == NULL && (*name < '0' || *name > '9' || *end != '\0'))
		return false;
	*out = g != NULL ? g->gr_gid : (gid_t)n;
	return true;
}

static bool
give_to_group(struct ctx *c, const char *path, const char *name)
{
	gid_t gid;

	if (*name == '\0')
		return true;
	if (!find_group(name, &gid))
		return refuse(c, "socket_group: there is no group \"%s\"",
		    name);
	return chown(path, (uid_t)-1, gid) == 0 || refuse(c,
	    "socket_group: %s cannot be given to %s: %s", path, name,
	    strerror(errno));
}

/* At a name of its own first; it is nobody's until it is renamed. */
static bool
bind_beside(struct ctx *c, int fd, const char *path, const char *group,
	    const char *beside)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	mode_t mask;
	int rc;

	assert(strlen(beside) < sizeof(address.sun_path));
	memcpy(address.sun_path, beside, strlen(beside) + 1);
	(void)unlink(beside);
	mask = umask(0117);
	rc = bind(fd, (const struct sockaddr *)&address, sizeof(address));
	(void)umask(mask);
	if (rc < 0)
		return refuse(c, "listen: no socket can be made at %s: %s",
		    path, strerror(errno));
	if (!give_to_group(c, beside, group))
		return false;
	if (listen(fd, LISTENER_BACKLOG) < 0 || rename(beside, path) < 0)
		return refuse(c, "listen: %s: %s", path, strerror(errno));
	return true;
}

bool
listener_open(struct ctx *c, const char *path, const char *group, int *out)
{
	const char *beside = arena_printf(c->arena, "%s.%d", path,
	    (int)getpid());
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return refuse(c, "listen: %s", strerror(errno));
	if (!bind_beside(c, fd, path, group, beside)) {
		(void)unlink(beside);
		(void)close(fd);
		return false;
	}
	*out = fd;
	return true;
}

bool
listener_adopt(int fd)
{
	int listens = 0, domain = 0, flags;
	socklen_t size = sizeof(int);

	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) < 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0 ||
	    listens == 0 || domain != AF_UNIX)
		return false;
	flags = fcntl(fd, F_GETFL);
	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

int
listener_backlog(void)
{
	FILE *f = fopen("/proc/sys/net/core/somaxconn", "re");
	int most = LISTENER_BACKLOG;

	if (f == NULL)
		return most;
	if (fscanf(f, "%d", &most) != 1 || most > LISTENER_BACKLOG)
		most = LISTENER_BACKLOG;
	(void)fclose(f);
	return most;
}
