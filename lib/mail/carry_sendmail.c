/* SPDX-License-Identifier: MIT */
#include "mail/carry.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define WORDS_MAX	256

/* A local program takes lines as they are here, without CR. */
static bool
put_lines(int fd, struct bytes data)
{
	FILE *f = fdopen(dup(fd), "w");
	bool done;

	if (f == NULL)
		return false;
	for (size_t i = 0; i < data.n; i++)
		if (data.p[i] != '\r')
			(void)putc(data.p[i], f);
	done = !ferror(f);
	return fclose(f) == 0 && done && lseek(fd, 0, SEEK_SET) == 0;
}

/* Its input and what it says are nameless files: nothing can block. */
static NORETURN void
run(const struct carrier *k, const struct envelope *e, int in, int out)
{
	const char *path = k->config->sendmail;
	char *args[] = {
		arena_strdup(k->arena, path), arena_strdup(k->arena, "-t"),
		arena_strdup(k->arena, "-i"), arena_strdup(k->arena, "-f"),
		arena_strdup(k->arena, e->from), NULL,
	};

	(void)signal(SIGPIPE, SIG_DFL);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(EX_OSERR);
	closefrom(3);
	(void)alarm(k->config->timeout + 1);
	(void)execv(path, args);
	(void)dprintf(2, "%s: %s", path, strerror(errno));
	_exit(EX_CONFIG);
}

/* Only what concerns this recipient or this message is final. */
static enum carried
judge(int status)
{
	if (!WIFEXITED(status))
		return DELIVERY_LATER;
	switch (WEXITSTATUS(status)) {
	case EX_OK:
		return DELIVERY_SENT;
	case EX_DATAERR:
	case EX_NOUSER:
	case EX_NOHOST:
		return DELIVERY_NEVER;
	default:
		return DELIVERY_LATER;
	}
}

static const char *
words_of(struct arena *a, int out, int status)
{
	char said[WORDS_MAX] = "";
	const char *how = WIFEXITED(status) ? "exit" : "signal";
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);

	if (pread(out, said, sizeof(said) - 1, 0) < 0)
		said[0] = '\0';
	return arena_printf(a, "sendmail: %s %d %s", how, code, said);
}

static void
deliver(struct carrier *k, size_t i)
{
	const struct envelope *e = &k->envelopes[i];
	int in = memfd_create("mail", MFD_CLOEXEC);
	int out = memfd_create("words", MFD_CLOEXEC);
	int status = 0;
	pid_t child = -1;

	if (in >= 0 && out >= 0 && put_lines(in, e->data))
		child = fork();
	if (child == 0)
		run(k, e, in, out);
	if (child > 0 && waitpid(child, &status, 0) == child)
		carrier_report(k, i, judge(status),
		    words_of(k->arena, out, status));
	else
		carrier_report(k, i, DELIVERY_LATER, "sendmail: not started");
	(void)close(in);
	(void)close(out);
}

void
carry_sendmail(struct carrier *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (!k->known[i])
			deliver(k, i);
}
