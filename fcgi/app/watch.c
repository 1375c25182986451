/* SPDX-License-Identifier: MIT */
#include "app/watch.h"

#include "app/confine.h"
#include "app/front.h"
#include "app/hooks.h"
#include "app/http.h"
#include "app/stop.h"
#include "app/title.h"

#define WAIT_MS		1000
#define MOST_MEMORY	((size_t)256 * 1024 * 1024)
#define DB_TIMEOUT	1	/* seconds: whoever asks wants to know soon */

struct watch {
	struct arena *arena;
	struct front *front;
	struct db_config db;
	struct http http;
	struct ctx rest;	/* the database's between two requests */
};

const char *
watch_path(const struct app *app)
{
	const struct options *o = &app->options;

	return *o->listen_health != '\0' ? o->listen_health :
	    arena_printf(app->arena, "%s.health", o->listen);
}

static void
watch_open(struct watch *w, const struct app *app, struct score *score,
	   int listener)
{
	w->arena = arena_open();
	w->front = front_open(app, listener);
	w->db = app->db;
	w->db.timeout = DB_TIMEOUT;
	w->http = (struct http){
		.rpc = {
			.hooks = hooks_open(score, NULL),
			.db = db_open(&w->db), .arena = w->arena,
			.config = &app->service,
			.version = app->service.version,
		},
		.score = score,
		.health_only = true,
	};
	db_share(w->http.rpc.db, &score->gates);
	title_set("watch", NULL);
	confine(MOST_MEMORY);
}

static enum front_event
next(struct watch *w, int timeout_ms)
{
	enum front_event event;
	struct request q;
	struct reply r;

	arena_reset(w->arena);
	ctx_init(&w->rest, w->arena, "rest");
	db_use(w->http.rpc.db, &w->rest);
	event = front_wait(w->front, w->arena, timeout_ms, &q);
	if (event == FRONT_REQUEST) {
		http_serve(&w->http, &q, &r);
		front_reply(w->front, w->arena, &q, &r);
	}
	return event;
}

int
watch_run(const struct app *app, struct score *score, int listener)
{
	struct watch w = {.arena = NULL};
	enum front_event event = FRONT_NOTHING;

	watch_open(&w, app, score, listener);
	while (event != FRONT_STOP && score_is_reachable(score))
		event = next(&w, WAIT_MS);
	/* The name is another's by now: whoever waits here waits for us. */
	while (next(&w, 0) == FRONT_REQUEST)
		continue;
	db_close(w.http.rpc.db);
	arena_close(w.arena);
	return 0;
}
