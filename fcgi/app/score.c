/* SPDX-License-Identifier: MIT */
#include "app/score.h"

#include "base/clock.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const int bounds_ms[SCORE_BUCKETS - 1] = SCORE_BOUNDS;

static void *
shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		perror("tenantry: shared memory");
		abort();
	}
	return p;
}

struct score *
score_open(size_t slots, size_t methods)
{
	size_t need = sizeof(struct score) + slots * sizeof(struct slot) +
	    (methods + 1) * sizeof(struct tally);
	struct score *s = shared(need);

	s->parent = getpid();
	s->started_us = clock_mono_us();
	s->slots = slots;
	s->methods = methods;
	s->method = (struct tally *)(s + 1);
	s->slot = (struct slot *)(s->method + methods + 1);
	return s;
}

static void
enter(struct slot *s, enum slot_state state)
{
	s->since_us = clock_mono_us();
	s->state = (int)state;
}

void
slot_start(struct slot *s)
{
	s->requests = 0;
	s->method[0] = s->request_id[0] = '\0';
	enter(s, SLOT_STARTING);
}

void
slot_idle(struct slot *s)
{
	enter(s, SLOT_IDLE);
}

static void
copy(char *to, size_t size, const char *text)
{
	size_t n = strnlen(text, size - 1);

	memcpy(to, text, n);
	to[n] = '\0';
}

void
slot_busy(struct slot *s, const char *method, const char *request_id)
{
	copy(s->request_id, sizeof(s->request_id), request_id);
	slot_method(s, method);
	s->requests++;
	enter(s, SLOT_BUSY);
}

void
slot_method(struct slot *s, const char *method)
{
	copy(s->method, sizeof(s->method), method);
}

const char *
slot_state_name(enum slot_state state)
{
	switch (state) {
	case SLOT_FREE:     return "free";
	case SLOT_STARTING: return "starting";
	case SLOT_IDLE:     return "idle";
	case SLOT_BUSY:     return "busy";
	}
	unreachable();
}

void
score_count(struct score *s, size_t method, enum err err, int64_t us)
{
	struct tally *t = &s->method[method];
	size_t i = 0;

	while (i < countof(bounds_ms) && us > bounds_ms[i] * INT64_C(1000))
		i++;
	t->bucket[i]++;
	t->us += us;
	if (err == E_none)
		t->done++;
	else if (err == E_internal || err_info(err)->code == 503)
		t->failed++;
	else
		t->refused++;
}

bool
score_is_reachable(const struct score *s)
{
	struct stat st;

	return s->ino == 0 || (stat(s->path, &st) == 0 &&
	    st.st_dev == s->dev && st.st_ino == s->ino);
}

/* ---- Prometheus ---- */

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
write_workers(struct buf *b, const struct score *s)
{
	int64_t of[SLOT_BUSY + 1] = {0};

	for (size_t i = 0; i < s->slots; i++)
		of[s->slot[i].state]++;
	head(b, "tenantry_workers", "gauge", "Workers by what they do.");
	for (int i = SLOT_FREE; i <= SLOT_BUSY; i++)
		buf_printf(b, "tenantry_workers{state=\"%s\"} %lld\n",
		    slot_state_name((enum slot_state)i), (long long)of[i]);
	head(b, "tenantry_worker_restarts_total", "counter",
	    "Workers that died or were ended.");
	buf_printf(b, "tenantry_worker_restarts_total %lld\n",
	    (long long)s->restarts);
}

static void
write_count(struct buf *b, const char *name, const char *outcome, int64_t n)
{
	if (n != 0)
		buf_printf(b, "tenantry_calls_total{method=\"%s\","
		    "outcome=\"%s\"} %lld\n", name, outcome, (long long)n);
}

static void
write_calls(struct buf *b, const struct score *s, const char *(*name)(size_t))
{
	head(b, "tenantry_calls_total", "counter",
	    "Calls by method and what came of them.");
	for (size_t i = 0; i < s->methods; i++) {
		const struct tally *t = &s->method[i];

		write_count(b, name(i), "done", t->done);
		write_count(b, name(i), "refused", t->refused);
		write_count(b, name(i), "failed", t->failed);
	}
	head(b, "tenantry_http_refused_total", "counter",
	    "Requests refused before they became a call.");
	buf_printf(b, "tenantry_http_refused_total %lld\n",
	    (long long)s->http_refused);
}

static void
write_duration(struct buf *b, const struct tally *t, const char *name)
{
	static const char metric[] = "tenantry_call_duration_seconds";
	int64_t n = 0;

	for (size_t i = 0; i < countof(bounds_ms); i++) {
		n += t->bucket[i];
		buf_printf(b, "%s_bucket{method=\"%s\",le=\"%g\"} %lld\n",
		    metric, name, bounds_ms[i] / 1000.0, (long long)n);
	}
	n += t->bucket[SCORE_BUCKETS - 1];
	buf_printf(b, "%s_bucket{method=\"%s\",le=\"+Inf\"} %lld\n", metric,
	    name, (long long)n);
	buf_printf(b, "%s_sum{method=\"%s\"} %.6f\n", metric, name,
	    (double)t->us / 1e6);
	buf_printf(b, "%s_count{method=\"%s\"} %lld\n", metric, name,
	    (long long)n);
}

void
score_metrics(struct buf *b, const struct score *s, const char *version,
	      const char *(*name)(size_t))
{
	head(b, "tenantry_build_info", "gauge", "The program.");
	buf_printf(b, "tenantry_build_info{version=\"%s\"} 1\n", version);
	head(b, "tenantry_uptime_seconds", "gauge", "Since the pool started.");
	buf_printf(b, "tenantry_uptime_seconds %.3f\n",
	    (double)(clock_mono_us() - s->started_us) / 1e6);
	write_workers(b, s);
	write_calls(b, s, name);
	head(b, "tenantry_call_duration_seconds", "histogram",
	    "How long calls took.");
	for (size_t i = 0; i < s->methods; i++)
		if (s->method[i].us != 0)
			write_duration(b, &s->method[i], name(i));
}
