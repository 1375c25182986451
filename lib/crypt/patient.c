/* SPDX-License-Identifier: MIT */
#include "crypt/patient.h"

#include "crypt/crypt.h"

#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/resource.h>

#define NICER	5			/* a third of the usual share */
#define STACK	((size_t)128 * 1024)

static struct {
	bool is_open;
	void (*work)(void *);
	void *arg;
	sem_t asked, done;
} patient;

static void
wait_for(sem_t *s)
{
	while (sem_wait(s) != 0)
		continue;
}

/* On Linux a priority is that of a thread, and 0 is the one that calls. */
static void *
serve(void *unused)
{
	(void)unused;
	(void)setpriority(PRIO_PROCESS, 0, NICER);
	for (;;) {
		wait_for(&patient.asked);
		patient.work(patient.arg);
		(void)sem_post(&patient.done);
	}
	return NULL;
}

static bool
start(void)
{
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all, before;
	bool ok;

	(void)sigfillset(&all);
	if (pthread_attr_init(&attr) != 0)
		return false;
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	ok = pthread_attr_setstacksize(&attr, STACK) == 0 &&
	    pthread_create(&thread, &attr, serve, NULL) == 0 &&
	    pthread_detach(thread) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attr);
	return ok;
}

void
password_patient(void)
{
	/* One heap: a second one would be reserved for a few bytes. */
	(void)mallopt(M_ARENA_MAX, 1);
	patient.is_open = sem_init(&patient.asked, 0, 0) == 0 &&
	    sem_init(&patient.done, 0, 0) == 0 && start();
}

void
patient_run(void (*work)(void *), void *arg)
{
	if (!patient.is_open) {
		work(arg);
		return;
	}
	patient.work = work;
	patient.arg = arg;
	(void)sem_post(&patient.asked);
	wait_for(&patient.done);
}
