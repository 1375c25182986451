/* SPDX-License-Identifier: MIT */
#include "app/family.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>

/* One read of a small file of /proc. */
static bool
slurp(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, out, size - 1);

	if (fd >= 0)
		(void)close(fd);
	if (n < 0)
		return false;
	out[n] = '\0';
	return true;
}

/* The name of a process may hold anything, so the fields begin behind its last bracket:
 * time of its own and of the system are the 12th and 13th, pages the 22nd. */
static void
add(pid_t pid, struct family *f)
{
	char path[64], text[1024], *p;
	long long ticks = 0, pages = 0;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (!slurp(path, text, sizeof(text)) || (p = strrchr(text, ')')) == NULL)
		return;
	p++;
	for (int i = 1; i <= 22; i++) {
		long long n;

		p += strspn(p, " ");
		n = strtoll(p, NULL, 10);
		if (i == 12 || i == 13)
			ticks += n;
		else if (i == 22)
			pages = n;
		p += strcspn(p, " ");
	}
	f->cpu_seconds += (double)ticks / (double)sysconf(_SC_CLK_TCK);
	f->resident += pages * sysconf(_SC_PAGESIZE);
}

void
family_look(pid_t parent, struct family *out)
{
	char path[64], children[8192], *p = children;

	*out = (struct family){0};
	add(parent, out);
	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children",
	    (int)parent, (int)parent);
	if (!slurp(path, children, sizeof(children)))
		return;
	for (p += strspn(p, " "); *p != '\0'; p += strspn(p, " ")) {
		add((pid_t)strtol(p, NULL, 10), out);
		p += strcspn(p, " ");
	}
}

/* ---- the socket ---- */

static bool
ask(int fd, ino_t socket)
{
	const struct {
		struct nlmsghdr head;
		struct unix_diag_req req;
	} q = {
		.head = {
			.nlmsg_len = sizeof(q),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST,
		},
		.req = {
			.sdiag_family = AF_UNIX, .udiag_states = ~0u,
			.udiag_ino = (unsigned)socket,
			.udiag_show = UDIAG_SHOW_RQLEN,
			.udiag_cookie = {~0u, ~0u},
		},
	};

	return send(fd, &q, sizeof(q), 0) == (ssize_t)sizeof(q);
}

static bool
answer(int fd, int64_t *out)
{
	_Alignas(struct nlmsghdr) char text[1024];
	ssize_t n = recv(fd, text, sizeof(text), 0);
	const struct nlmsghdr *h = (const struct nlmsghdr *)(const void *)text;
	const size_t before = NLMSG_LENGTH(sizeof(struct unix_diag_msg));

	if (n < (ssize_t)before || h->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return false;
	for (size_t at = NLMSG_ALIGN(before); at + sizeof(struct rtattr) <=
	    (size_t)n; ) {
		struct unix_diag_rqlen queue;
		struct rtattr a;

		memcpy(&a, text + at, sizeof(a));
		if (a.rta_type == UNIX_DIAG_RQLEN &&
		    at + RTA_LENGTH(sizeof(queue)) <= (size_t)n) {
			memcpy(&queue, text + at + RTA_LENGTH(0), sizeof(queue));
			*out = queue.udiag_rqueue;
			return true;
		}
		if (a.rta_len < sizeof(a))
			return false;
		at += RTA_ALIGN(a.rta_len);
	}
	return false;
}

bool
family_queue(ino_t socket_number, int64_t *out)
{
	int fd = socket_number == 0 ? -1 :
	    socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	bool told = fd >= 0 && ask(fd, socket_number) && answer(fd, out);

	if (fd >= 0)
		(void)close(fd);
	return told;
}
