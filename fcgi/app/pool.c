/* SPDX-License-Identifier: MIT */
#include "app/pool.h"

#include "app/inherit.h"
#include "app/keeper.h"
#include "app/listener.h"
#include "app/notify.h"
#include "app/score.h"
#include "app/stop.h"
#include "app/storm.h"
#include "app/title.h"
#include "app/watch.h"
#include "app/worker.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS		INT64_C(1000)
#define SECOND		(1000 * MS)
#define GRACE		(2 * SECOND)	/* beyond request_timeout */

struct child {
	pid_t pid;		/* 0: none */
	int64_t due;		/* when the next may start */
	int64_t told;		/* when it was told to stop; 0: not yet */
};

struct pool {
	struct ctx *ctx;
	const struct app *app;
	struct score *score;
	int listener;
	struct child *worker;	/* one for each slot */
	struct child keeper;
	int health;		/* the listener of the watch; -1: there is none */
	const char *health_path;
	struct child watch;
	struct child *old;	/* the generation before a reload */
	size_t olds, olds_told;
	pid_t checker;		/* proves that what is to come would start */
	bool ready;		/* and the service manager knows it */
	int64_t stopping;	/* since when; 0: not at all */
	struct storm workers, others;	/* in which they die */
};

static int64_t
patience(const struct pool *p)
{
	return p->app->options.request_timeout * SECOND + GRACE;
}

static void
tell(struct child *c, int signo)
{
	if (c->pid == 0)
		return;
	(void)kill(c->pid, signo);
	if (signo == SIGTERM && c->told == 0)
		c->told = clock_mono_us();
}

/* The signal for everybody; the number of those who live. */
static size_t
tell_all(struct pool *p, int signo)
{
	size_t n = (p->keeper.pid != 0) + (p->watch.pid != 0);

	tell(&p->keeper, signo);
	tell(&p->watch, signo);
	for (size_t i = 0; i < p->score->slots; i++) {
		n += p->worker[i].pid != 0;
		tell(&p->worker[i], signo);
	}
	for (size_t i = 0; i < p->olds; i++)
		tell(&p->old[i], signo);
	return n + p->olds;
}

/* ---- starting ---- */

static bool
is_starting(const struct pool *p)
{
	for (size_t i = 0; i < p->score->slots; i++)
		if (p->worker[i].pid != 0 &&
		    p->score->slot[i].state == SLOT_STARTING)
			return true;
	return false;
}

static pid_t
start(struct child *c, int64_t now)
{
	pid_t pid = fork();

	if (pid > 0)
		*c = (struct child){.pid = pid};
	if (pid < 0) {
		log_event(LOG_ERROR_, "fork", "why=%s",
		    log_quote(strerror(errno)));
		c->due = now + SECOND;
	}
	return pid;
}

static void
start_worker(struct pool *p, size_t i, int64_t now)
{
	struct slot *slot = &p->score->slot[i];

	slot_start(slot);
	if (start(&p->worker[i], now) == 0) {
		slot->pid = getpid();
		exit(worker_run(p->app, p->score, slot, p->listener));
	}
	slot->pid = p->worker[i].pid;
}

/* While an old generation is replaced they start one by one, so that there is
 * never more than one process beyond the number asked for. */
static void
start_due(struct pool *p, int64_t now)
{
	if (p->stopping != 0)
		return;
	if (p->keeper.pid == 0 && p->keeper.due <= now &&
	    start(&p->keeper, now) == 0)
		exit(keeper_run(p->app, p->score));
	if (p->health >= 0 && p->watch.pid == 0 && p->watch.due <= now &&
	    start(&p->watch, now) == 0)
		exit(watch_run(p->app, p->score, p->health));
	for (size_t i = 0; i < p->score->slots; i++) {
		if (p->worker[i].pid != 0 || p->worker[i].due > now)
			continue;
		if (p->olds > 0 && is_starting(p))
			return;
		start_worker(p, i, now);
	}
}

static size_t
workers_ready(const struct pool *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->score->slots; i++)
		n += p->score->slot[i].state >= SLOT_IDLE;
	return n;
}

/* All of them, so that a reload is over when the last one is replaced. */
static void
tell_ready(struct pool *p)
{
	if (p->ready || p->stopping != 0 || p->olds > 0 ||
	    workers_ready(p) < p->score->slots)
		return;
	p->ready = true;
	notify("READY=1");
}

/* ---- ending ---- */

/* For each new worker that answers one of the old ones may go. */
static void
retire(struct pool *p, int64_t now)
{
	size_t ready = workers_ready(p);

	for (size_t i = 0; i < p->olds; i++) {
		struct child *c = &p->old[i];

		if (c->told == 0 &&
		    (p->olds_told < ready || ready == p->score->slots)) {
			tell(c, SIGTERM);
			p->olds_told++;
		} else if (c->told != 0 && now - c->told > patience(p)) {
			tell(c, SIGKILL);
		}
	}
}

static void
end_stuck(struct pool *p, int64_t now)
{
	for (size_t i = 0; i < p->score->slots; i++) {
		const struct slot *s = &p->score->slot[i];

		if (p->worker[i].pid == 0 || s->state == SLOT_IDLE ||
		    now - s->since_us <= patience(p))
			continue;
		log_event(LOG_ERROR_, "stuck", "worker=%d state=%s method=%s "
		    "request_id=%s", (int)p->worker[i].pid,
		    slot_state_name((enum slot_state)s->state),
		    log_quote(s->method), log_quote(s->request_id));
		tell(&p->worker[i], SIGKILL);
	}
	if (p->stopping != 0 && now - p->stopping > patience(p))
		(void)tell_all(p, SIGKILL);
}

/* S is the worker's slot, or NULL. */
static int64_t
delay_after(struct pool *p, const struct slot *s, int64_t now)
{
	if (s == NULL)
		return storm_delay(&p->others, false, now);
	return storm_delay(&p->workers,
	    s->requests > (s->state == SLOT_BUSY), now);
}

static void
gone(struct pool *p, struct child *c, struct slot *s, int status)
{
	int64_t now = clock_mono_us();
	bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	pid_t pid = c->pid;

	*c = (struct child){.due = now};
	if (!clean) {
		p->score->restarts++;
		c->due += delay_after(p, s, now);
	}
	if (s != NULL)
		s->state = SLOT_FREE;
	if (clean)
		return;
	log_event(LOG_ERROR_, s != NULL ? "worker-died" :
	    c == &p->keeper ? "keeper-died" : "watch-died",
	    "child=%d signal=%d status=%d method=%s id=%s again_ms=%lld",
	    (int)pid, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
	    WIFEXITED(status) ? WEXITSTATUS(status) : 0,
	    s == NULL ? "-" : log_quote(s->method),
	    s == NULL ? "-" : log_quote(s->request_id),
	    (long long)((c->due - now) / MS));
}

static void
forget_old(struct pool *p, pid_t pid)
{
	for (size_t i = 0; i < p->olds; i++) {
		if (p->old[i].pid != pid)
			continue;
		memmove(&p->old[i], &p->old[i + 1],
		    (--p->olds - i) * sizeof(*p->old));
		return;
	}
}

/* ---- reload ---- */

static struct inherit
estate(struct pool *p)
{
	struct arena *a = p->ctx->arena;
	struct inherit in = {
		.listener = p->listener,
		.path = p->score->ino == 0 ? "" : p->app->options.listen,
		.child = arena_array(a, p->score->slots + p->olds + 2,
		    sizeof(pid_t)),
	};

	in.child[in.children++] = p->keeper.pid;
	in.child[in.children++] = p->watch.pid;
	for (size_t i = 0; i < p->score->slots; i++)
		if (p->worker[i].pid != 0)
			in.child[in.children++] = p->worker[i].pid;
	for (size_t i = 0; i < p->olds; i++)
		in.child[in.children++] = p->old[i].pid;
	return in;
}

/* `serve --check` by the program and the configuration that are there now. */
static void
check_first(struct pool *p)
{
	struct arena *a = p->ctx->arena;
	char **args = p->app->args;
	sigset_t none;
	size_t n = 0;

	if (p->checker != 0 || p->stopping != 0)
		return;
	p->checker = fork();
	if (p->checker != 0) {
		p->ready = false;
		notify_reloading();
		return;
	}
	while (args[n] != NULL)
		n++;
	args = memcpy(arena_array(a, n + 2, sizeof(*args)), args,
	    n * sizeof(*args));
	args[n] = arena_strdup(a, "--check");
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)execvp(args[0], args);
	_exit(127);
}

static void
checked(struct pool *p, int status)
{
	p->checker = 0;
	if (p->stopping != 0)
		return;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		struct inherit in = estate(p);

		log_event(LOG_INFO_, "reload", "workers=%zu", p->score->slots);
		inherit_give(p->ctx->arena, &in, p->app->args);
	}
	log_event(LOG_ERROR_, "reload-refused", "status=%d", status);
}

/* ---- signals ---- */

static void
reap(struct pool *p)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		size_t i = 0;

		while (i < p->score->slots && p->worker[i].pid != pid)
			i++;
		if (i < p->score->slots)
			gone(p, &p->worker[i], &p->score->slot[i], status);
		else if (pid == p->keeper.pid)
			gone(p, &p->keeper, NULL, status);
		else if (pid == p->watch.pid)
			gone(p, &p->watch, NULL, status);
		else if (pid == p->checker)
			checked(p, status);
		else
			forget_old(p, pid);
	}
}

static void
stop(struct pool *p)
{
	if (p->stopping != 0) {
		(void)tell_all(p, SIGKILL);
		return;
	}
	p->stopping = clock_mono_us();
	notify("STOPPING=1");
	/* Without a name nobody new comes; who waits already is served. */
	if (p->score->ino != 0 && score_is_reachable(p->score)) {
		(void)unlink(p->score->path);
		if (p->health >= 0)
			(void)unlink(p->health_path);
	}
	log_event(LOG_INFO_, "stopping", "processes=%zu", tell_all(p, SIGTERM));
}

static void
hear(struct pool *p, int signo)
{
	switch (signo) {
	case SIGCHLD:
		reap(p);
		return;
	case SIGTERM:
	case SIGINT:
		stop(p);
		return;
	case SIGHUP:
		check_first(p);
		return;
	case SIGUSR1:
		log_level(log_is(LOG_DEBUG_) ? LOG_INFO_ : LOG_DEBUG_);
		(void)tell_all(p, SIGUSR1);
		return;
	}
}

static bool
is_missing(const struct pool *p)
{
	for (size_t i = 0; i < p->score->slots; i++)
		if (p->worker[i].pid == 0)
			return true;
	return p->keeper.pid == 0 || (p->health >= 0 && p->watch.pid == 0);
}

static int
wait_signal(const struct pool *p)
{
	bool busy = p->stopping != 0 || p->olds > 0 || !p->ready ||
	    is_missing(p);
	struct timespec t = {.tv_nsec = (busy ? 10 : 250) * 1000000};
	static const int heard[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1};
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < countof(heard); i++)
		(void)sigaddset(&set, heard[i]);
	return sigtimedwait(&set, NULL, &t);
}

/* ---- the whole ---- */

/* The socket of before if it is still the right one, else a new one. */
static bool
take_listener(struct pool *p, const struct inherit *in)
{
	const char *path = p->app->options.listen;
	bool same = strcmp(in->path, path) == 0 || *in->path == '\0';
	struct stat st;

	if (in->listener >= 0 && same) {
		p->listener = in->listener;
	} else {
		if (!listener_open(p->ctx, path, p->app->options.socket_group,
		    &p->listener))
			return false;
		if (in->listener >= 0) {
			(void)unlink(in->path);
			(void)close(in->listener);
		}
	}
	p->score->path = path;
	if ((in->listener < 0 || *in->path != '\0') && stat(path, &st) == 0) {
		p->score->dev = st.st_dev;
		p->score->ino = st.st_ino;
	}
	if (fstat(p->listener, &st) == 0)
		p->score->queue = st.st_ino;
	return true;
}

/* Always a new one, in the place of that of before: the watch of before answers
 * those who wait at the old one.  Without it the pool serves all the same. */
static void
open_health(struct pool *p)
{
	struct error why;

	p->health_path = watch_path(p->app);
	if (listener_open(p->ctx, p->health_path, p->app->options.socket_group,
	    &p->health))
		return;
	err_take(p->ctx, &why);
	log_event(LOG_WARN_, "no-watch", "listen=%s why=%s",
	    log_quote(p->health_path), log_quote(err_message(&why)));
}

static void
take_children(struct pool *p, const struct inherit *in)
{
	p->old = arena_array(p->ctx->arena, in->children + 1, sizeof(*p->old));
	for (size_t i = 0; i < in->children; i++)
		if (in->child[i] > 0)
			p->old[p->olds++].pid = in->child[i];
}

static bool
open_pool(struct pool *p)
{
	struct inherit in = inherit_take(p->ctx->arena);
	size_t n = (size_t)p->app->options.workers;
	const struct rlimit none = {0, 0};

	stop_block();
	(void)setrlimit(RLIMIT_CORE, &none);
	p->score = score_open(n, method_count);
	p->worker = arena_array(p->ctx->arena, n, sizeof(*p->worker));
	take_children(p, &in);
	if (!take_listener(p, &in))
		return false;
	open_health(p);
	title_set("parent", NULL);
	log_event(LOG_INFO_, "started", "version=%s workers=%zu listen=%s",
	    PACKAGE_VERSION, n, log_quote(p->score->path));
	if (listener_backlog() < LISTENER_BACKLOG)
		log_event(LOG_WARN_, "backlog", "is=%d should_be=%d "
		    "set=net.core.somaxconn", listener_backlog(),
		    LISTENER_BACKLOG);
	return true;
}

bool
pool_run(struct ctx *ctx, const struct app *app)
{
	struct pool p = {.ctx = ctx, .app = app, .listener = -1, .health = -1};

	if (!open_pool(&p))
		return false;
	reap(&p);
	for (;;) {
		int64_t now = clock_mono_us();

		if (p.stopping != 0 && tell_all(&p, 0) == 0)
			break;
		start_due(&p, now);
		retire(&p, now);
		tell_ready(&p);
		end_stuck(&p, now);
		if (p.stopping == 0 && !score_is_reachable(p.score)) {
			log_event(LOG_WARN_, "socket-lost", "listen=%s",
			    log_quote(p.score->path));
			stop(&p);
		}
		hear(&p, wait_signal(&p));
	}
	log_event(LOG_INFO_, "stopped", "restarts=%lld",
	    (long long)p.score->restarts);
	return true;
}
