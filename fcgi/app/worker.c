/* SPDX-License-Identifier: MIT */
#include "app/worker.h"

#include "app/confine.h"
#include "app/front.h"
#include "app/hooks.h"
#include "app/http.h"
#include "app/stop.h"
#include "app/title.h"
#include "base/log.h"
#include "crypt/crypt.h"
#include "model/known.h"

#include <limits.h>
#include <signal.h>
#include <unistd.h>

#define WAIT_MS		1000
#define MOST_MEMORY	((size_t)1024 * 1024 * 1024)

struct worker {
	const struct app *app;
	struct score *score;
	struct slot *slot;
	struct arena *arena;
	struct front *front;
	struct http http;
	struct ctx rest;	/* the database's between two requests */
	char safe_root[PATH_MAX];	/* nothing of ours lies there */
};

/* For the dump of a dying process. */
static const struct worker *self;

static void
on_abort(int signo)
{
	log_event(LOG_ERROR_, "abort", "request_id=%s method=%s statement=%s",
	    log_quote(self->slot->request_id), log_quote(self->slot->method),
	    log_quote(db_last(self->http.rpc.db)));
	(void)signal(signo, SIG_DFL);
	(void)raise(signo);
}

/* The largest call there is, and one password beside it. */
static size_t
most_memory(const struct options *o)
{
	return MOST_MEMORY + (size_t)o->password_memory_kib * 1024;
}

/* Nothing of a call is left: no transaction (db_use would not have it), and
 * nobody who could still speak to the database in its name. */
static void
rest(struct worker *w)
{
	arena_reset(w->arena);
	ctx_init(&w->rest, w->arena, "rest");
	db_use(w->http.rpc.db, &w->rest);
}

static void
worker_open(struct worker *w, int listener)
{
	self = w;
	w->arena = arena_open();
	w->front = front_open(w->app, listener);
	w->http = (struct http){
		.rpc = {
			.hooks = hooks_open(w->score, w->slot),
			.db = db_open(&w->app->db), .arena = w->arena,
			.config = &w->app->service,
			.version = w->app->service.version,
		},
		.score = w->score,
	};
	db_share(w->http.rpc.db, &w->score->gates);
	if (w->slot != NULL)
		db_watch(w->http.rpc.db, &w->slot->since_us);
	db_count_errors(w->http.rpc.db, &w->score->db_errors);
	password_meter(&w->score->hashes);
	known_open();
	confine_reach(most_memory(&w->app->options));
	password_patient();
	confine_calls();
	(void)signal(SIGABRT, on_abort);
	/* The first call should not wait for the connection; without a database
	 * we are ready all the same, to say so. */
	rest(w);
	if (!db_ready(w->http.rpc.db))
		log_event(LOG_WARN_, "no-database", "why=%s",
		    log_quote(w->rest.err.why));
}

/* What a web server shows to everybody is known only now, from its request. */
static bool
is_exposed(struct worker *w, const struct request *q)
{
	const char *root = q->document_root;
	const struct app *app = w->app;

	if (root == NULL || strcmp(root, w->safe_root) == 0)
		return false;
	if (options_exposed(app->config_file, root) ||
	    options_exposed(app->options.key_file, root))
		return true;
	if (strlen(root) < sizeof(w->safe_root))
		memcpy(w->safe_root, root, strlen(root) + 1);
	return false;
}

static void
refuse_exposed(struct worker *w, const struct request *q, struct reply *r)
{
	log_event(LOG_ERROR_, "exposed", "request_id=%s root=%s why=%s", q->request_id,
	    log_quote(q->document_root), log_quote("the configuration or the "
	    "key file lies where the web server shows it to everybody"));
	*r = (struct reply){0};
	rpc_refuse(r, &w->http.rpc, q, 503, E_busy, NULL);
}

static void
serve(struct worker *w, const struct request *q)
{
	struct reply r;

	slot_busy(w->slot, q->path, q->request_id);
	title_set("worker", q->path);
	if (is_exposed(w, q))
		refuse_exposed(w, q, &r);
	else
		http_serve(&w->http, q, &r);
	front_reply(w->front, w->arena, q, &r);
}

static enum front_event
next(struct worker *w, int timeout_ms)
{
	struct request q;
	enum front_event event;

	rest(w);
	db_go_home(w->http.rpc.db);
	slot_idle(w->slot);
	title_set("worker", NULL);
	event = front_wait(w->front, w->arena, timeout_ms, &q);
	if (event == FRONT_REQUEST)
		serve(w, &q);
	return event;
}

/* Workers replace one another: not all of them at the same time. */
static int64_t
requests_to_serve(const struct options *o)
{
	uint64_t chance;

	random_bytes(&chance, sizeof(chance));
	return o->max_requests - o->max_requests / 10 +
	    (int64_t)(chance % (uint64_t)(o->max_requests / 5 + 1));
}

/* Nobody else will answer those who wait at a socket without a name. */
static void
empty_queue(struct worker *w)
{
	while (!score_is_reachable(w->score) && next(w, 0) == FRONT_REQUEST)
		continue;
}

int
worker_run(const struct app *app, struct score *score, struct slot *slot,
	   int listener)
{
	struct worker w = {.app = app, .score = score, .slot = slot};
	int64_t left = requests_to_serve(&app->options);

	worker_open(&w, listener);
	while (left > 0) {
		enum front_event event = next(&w, WAIT_MS);

		if (event == FRONT_REQUEST)
			left--;
		else if (event == FRONT_STOP || !score_is_reachable(score))
			break;
	}
	empty_queue(&w);
	db_close(w.http.rpc.db);
	arena_close(w.arena);
	return 0;
}

int
worker_alone(const struct app *app, int listener)
{
	struct score *score = score_open(1, method_count);

	slot_start(&score->slot[0]);
	stop_by_usr1();
	return worker_run(app, score, &score->slot[0], listener);
}
