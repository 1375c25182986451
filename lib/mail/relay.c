/* SPDX-License-Identifier: MIT */
#include "mail/mail.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "mail/carry.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX	400

/* One write of the child, small enough to be whole in a pipe. */
struct report {
	uint32_t index;
	uint32_t result;
	char words[WORDS_MAX];
};

void
carrier_report(struct carrier *k, size_t index, enum carried result,
	       const char *words)
{
	struct report r = {.index = (uint32_t)index, .result = result};

	if (k->known[index])
		return;
	k->known[index] = true;
	(void)snprintf(r.words, sizeof(r.words), "%s", words);
	if (write(k->pipe, &r, sizeof(r)) != (ssize_t)sizeof(r))
		_exit(1);
}

void
carrier_report_rest(struct carrier *k, const char *words)
{
	for (size_t i = 0; i < k->n; i++)
		carrier_report(k, i, DELIVERY_LATER, words);
}

/* Strangers' words as one line of text. */
static const char *
clean_words(struct arena *a, const char *words)
{
	char *s = arena_strdup(a, words);
	size_t n = 0;

	for (const char *p = words; *p != '\0'; p++) {
		bool space = (unsigned char)*p <= ' ' || *p == 127;

		if (!space)
			s[n++] = *p;
		else if (n > 0 && s[n - 1] != ' ')
			s[n++] = ' ';
	}
	while (n > 0 && s[n - 1] == ' ')
		n--;
	s[n] = '\0';
	if (!utf8_is_valid(s, n))
		for (size_t i = 0; i < n; i++)
			if ((unsigned char)s[i] > 126)
				s[i] = '?';
	return s;
}

/* ---- the child ---- */

static void
set_limit(__rlimit_resource_t what, rlim_t most)
{
	(void)setrlimit(what, &(struct rlimit){most, most});
}

/* The keeper's handlers, mask and end are not ours; a mail leaves no core. */
static void
become_a_child(const struct carrier *k)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGALRM,
	    SIGCHLD, SIGUSR1, SIGUSR2};
	sigset_t none;

	(void)setpgid(0, 0);
	for (size_t i = 0; i < countof(signals); i++)
		(void)signal(signals[i], SIG_DFL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	set_limit(RLIMIT_CORE, 0);
	/* Should the keeper die, nobody else would end us. */
	(void)alarm(k->config->timeout + 1);
}

static NORETURN void
carry(struct carrier *k)
{
	become_a_child(k);
	if (strcmp(k->config->transport, "sendmail") == 0)
		carry_sendmail(k);
	else
		carry_smtp(k);
	_exit(0);
}

/* ---- the keeper ---- */

/* What the child says, until it ends; false if it did not in time. */
static bool
listen_to(int fd, unsigned seconds, struct buf *said)
{
	int64_t deadline = clock_mono_us() + (int64_t)seconds * 1000000;
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		int64_t left = (deadline - clock_mono_us()) / 1000;
		ssize_t n;

		if (left <= 0)
			return false;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, buf_room(said, 4096), 4096);
		if (n == 0 || (n < 0 && errno != EINTR))
			return true;
		if (n > 0)
			buf_took(said, (size_t)n);
	}
}

static void
apply(struct ctx *c, const struct buf *said, struct envelope *e, bool *known,
      size_t n)
{
	struct report r;

	for (size_t at = 0; at + sizeof(r) <= said->n; at += sizeof(r)) {
		memcpy(&r, said->p + at, sizeof(r));
		r.words[WORDS_MAX - 1] = '\0';
		if (r.index >= n)
			continue;
		e[r.index].result = (enum carried)r.result;
		e[r.index].reply = clean_words(c->arena, r.words);
		known[r.index] = true;
	}
}

static void
rest_is_later(struct envelope *e, const bool *known, size_t n, const char *why)
{
	for (size_t i = 0; i < n; i++)
		if (!known[i]) {
			e[i].result = DELIVERY_LATER;
			e[i].reply = why;
		}
}

/* Ends the child with all it started; why it said no more. */
static const char *
end_child(struct ctx *c, pid_t child, bool ended, unsigned timeout)
{
	int status = 0;

	if (!ended) {
		(void)kill(-child, SIGKILL);
		(void)kill(child, SIGKILL);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!ended)
		return arena_printf(c->arena, "not done within %u s", timeout);
	if (WIFSIGNALED(status))
		return arena_printf(c->arena,
		    "the conversation was ended by signal %d",
		    WTERMSIG(status));
	return "the conversation broke off";
}

/* What no relay shall see is known before the conversation. */
static bool
refuse_unclean(struct envelope *e, bool *known, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (address_is_plain(e[i].from) && address_is_plain(e[i].to) &&
		    message_is_clean(e[i].data)) {
			any = true;
			continue;
		}
		e[i].result = DELIVERY_NEVER;
		e[i].reply = "an address or a line that is not sent";
		known[i] = true;
	}
	return any;
}

void
relay_send(struct ctx *c, const struct relay_config *config,
	   struct envelope *e, size_t n)
{
	bool *known = arena_array(c->arena, n, sizeof(*known));
	struct carrier k = {
		.arena = c->arena,
		.config = config,
		.envelopes = e,
		.n = n,
		.known = known,
	};
	struct buf said;
	int fds[2];
	pid_t child;
	bool ended;

	if (!refuse_unclean(e, known, n))
		return;
	if (pipe2(fds, O_CLOEXEC) != 0) {
		rest_is_later(e, known, n, "no pipe to be had");
		return;
	}
	k.pipe = fds[1];
	child = fork();
	if (child == 0)
		carry(&k);
	(void)close(fds[1]);
	if (child > 0) {
		(void)setpgid(child, child);
		buf_init(&said, c->arena);
		ended = listen_to(fds[0], config->timeout, &said);
		apply(c, &said, e, known, n);
		rest_is_later(e, known, n,
		    end_child(c, child, ended, config->timeout));
	} else {
		rest_is_later(e, known, n, "no process to be had");
	}
	(void)close(fds[0]);
}
