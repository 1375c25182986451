/* SPDX-License-Identifier: MIT */
#include "app/keeper.h"

#include "app/stop.h"
#include "app/title.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypt/crypt.h"

#include <poll.h>
#include <sys/resource.h>

#define SECOND		INT64_C(1000000)
#define LONGEST_PAUSE	(60 * SECOND)	/* between tries of a job that fails */
#define MOST_JOBS	16

struct keeper {
	const struct app *app;
	struct arena *arena;
	struct db *db;
	int64_t due[MOST_JOBS];
	int64_t pause[MOST_JOBS];	/* 0: it worked last time */
};

static void
keeper_open(struct keeper *k, const struct app *app)
{
	*k = (struct keeper){
		.app = app, .arena = arena_open(), .db = db_open(&app->db),
	};
}

static void
keeper_close(struct keeper *k)
{
	db_close(k->db);
	arena_close(k->arena);
}

/* *more: there is work left that need not wait. */
static bool
run(struct keeper *k, const struct job *job, bool *more)
{
	static const struct request nobody = {
		.method = "", .path = "", .query = "", .request_id = "keeper",
		.content_length = -1, .scope = "", .slug = "", .host = "",
	};
	struct job_env env = {
		.call = {
			.db = k->db, .request = &nobody,
			.config = &k->app->service, .if_version = INT_ABSENT,
		},
		.app = k->app,
	};
	const struct error *err = &env.call.ctx.err;
	int64_t started = clock_mono_us();
	bool done;

	ctx_init(&env.call.ctx, k->arena, nobody.request_id);
	db_use(k->db, &env.call.ctx);
	title_set("keeper", job->name);
	done = job->run(&env);
	title_set("keeper", NULL);
	if (!done) {
		db_rollback(k->db);
		log_event(LOG_WARN_, "job", "name=%s code=%s why=%s ms=%lld",
		    job->name, err_info(err->code)->reason, log_quote(err->why),
		    (long long)(clock_mono_us() - started) / 1000);
	}
	*more = done && env.more;
	db_go_home(k->db);
	arena_reset(k->arena);
	return done;
}

/* Ever longer, but not while it is only the database that is away: to ask whether it is
 * back costs nothing. */
static int64_t
pause_after(struct keeper *k, size_t job)
{
	int64_t *pause = &k->pause[job];

	if (*pause == 0 || db_is_away(k->db))
		*pause = SECOND;
	else if (*pause < LONGEST_PAUSE)
		*pause *= 2;
	return *pause;
}

static void
run_due(struct keeper *k)
{
	for (size_t i = 0; jobs[i] != NULL && !stop_asked(); i++) {
		int64_t interval = jobs[i]->interval_ms * INT64_C(1000);
		bool more;

		if (clock_mono_us() < k->due[i])
			continue;
		if (run(k, jobs[i], &more)) {
			k->pause[i] = 0;
			k->due[i] = clock_mono_us() + (more ? 0 : interval);
			continue;
		}
		k->due[i] = clock_mono_us() + pause_after(k, i);
	}
}

/* A second at most, so that a socket that is no longer ours is noticed. */
static struct timespec
until_next(const struct keeper *k)
{
	int64_t now = clock_mono_us(), least = SECOND;

	for (size_t i = 0; jobs[i] != NULL; i++)
		if (k->due[i] - now < least)
			least = k->due[i] - now;
	if (least < 0)
		least = 0;
	return (struct timespec){least / SECOND, least % SECOND * 1000};
}

int
keeper_run(const struct app *app, struct score *score)
{
	const struct rlimit none = {0, 0};
	struct keeper k;

	stop_init();
	(void)setrlimit(RLIMIT_CORE, &none);
	title_set("keeper", NULL);
	keeper_open(&k, app);
	db_share(k.db, &score->gates);
	db_count_errors(k.db, &score->db_errors);
	password_meter(&score->hashes);
	postman_meter(&score->mails);
	while (!stop_asked() && score_is_reachable(score)) {
		struct timespec pause;

		run_due(&k);
		pause = until_next(&k);
		(void)ppoll(NULL, 0, &pause, stop_mask());
	}
	keeper_close(&k);
	return 0;
}

bool
keeper_once(const struct app *app)
{
	struct keeper k;
	bool all = true;

	keeper_open(&k, app);
	for (size_t i = 0; jobs[i] != NULL; i++) {
		bool more = true;

		while (more)
			all &= run(&k, jobs[i], &more);
	}
	keeper_close(&k);
	return all;
}
