/* SPDX-License-Identifier: MIT */
#include "app/stop.h"

#include "base/log.h"

static volatile sig_atomic_t asked;
static sigset_t waiting;

static void
on_term(int signo)
{
	(void)signo;
	asked = 1;
}

static void
on_usr1(int signo)
{
	(void)signo;
	log_level(log_is(LOG_DEBUG_) ? LOG_INFO_ : LOG_DEBUG_);
}

static void (*usr1)(int) = on_usr1;

static void
handle(int signo, void (*handler)(int))
{
	struct sigaction sa = {.sa_handler = handler};

	(void)sigfillset(&sa.sa_mask);
	(void)sigaction(signo, &sa, NULL);
}

void
stop_block(void)
{
	sigset_t all;

	(void)sigfillset(&all);
	(void)sigdelset(&all, SIGSEGV);
	(void)sigdelset(&all, SIGBUS);
	(void)sigdelset(&all, SIGFPE);
	(void)sigdelset(&all, SIGILL);
	(void)sigdelset(&all, SIGABRT);
	(void)sigprocmask(SIG_SETMASK, &all, NULL);
	(void)sigfillset(&waiting);
	(void)sigdelset(&waiting, SIGTERM);
	(void)sigdelset(&waiting, SIGUSR1);
}

void
stop_by_usr1(void)
{
	usr1 = on_term;
}

void
stop_init(void)
{
	stop_block();
	handle(SIGTERM, on_term);
	handle(SIGUSR1, usr1);
	handle(SIGINT, SIG_IGN);
	handle(SIGHUP, SIG_IGN);
	handle(SIGPIPE, SIG_IGN);
}

bool
stop_asked(void)
{
	return asked != 0;
}

const sigset_t *
stop_mask(void)
{
	return &waiting;
}
