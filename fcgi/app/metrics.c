/* SPDX-License-Identifier: MIT */
#include "app/metrics.h"

#include "app/family.h"
#include "base/clock.h"

#include <string.h>

static const int bounds_ms[SCORE_BUCKETS - 1] = SCORE_BOUNDS;
static const size_t sizes[SCORE_SIZES - 1] = SCORE_BATCHES;

struct metrics {
	struct buf *b;
	const struct score *score;
	const char *(*name)(size_t method);
};

static void
head(struct metrics *m, const char *name, const char *type, const char *help)
{
	buf_printf(m->b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
	    type);
}

/* A metric of one number. */
static void
one(struct metrics *m, const char *name, const char *type, const char *help,
    int64_t n)
{
	head(m, name, type, help);
	buf_printf(m->b, "%s %lld\n", name, (long long)n);
}

/* One with a label: head() stands before. */
static void
labelled(struct metrics *m, const char *name, const char *label,
	 const char *value, int64_t n)
{
	buf_printf(m->b, "%s{%s=\"%s\"} %lld\n", name, label, value,
	    (long long)n);
}

/* How often and how long, without quantiles. */
static void
summary(struct metrics *m, const char *name, const char *help,
	const struct meter *meter)
{
	head(m, name, "summary", help);
	buf_printf(m->b, "%s_sum %.6f\n%s_count %lld\n", name,
	    (double)meter->us / 1e6, name, (long long)meter->n);
}

/* ---- workers ---- */

static void
write_workers(struct metrics *m)
{
	const struct score *s = m->score;
	int64_t of[SLOT_BUSY + 1] = {0};
	int64_t depth;

	for (size_t i = 0; i < s->slots; i++)
		of[s->slot[i].state]++;
	head(m, "tenantry_workers", "gauge", "Workers by what they do.");
	for (int i = SLOT_FREE; i <= SLOT_BUSY; i++)
		labelled(m, "tenantry_workers", "state",
		    slot_state_name((enum slot_state)i), of[i]);
	one(m, "tenantry_worker_restarts_total", "counter",
	    "Workers that died or were ended.", s->restarts);
	head(m, "tenantry_accept_queue_depth", "gauge",
	    "Connections of the web server that wait for a worker.");
	if (family_queue(s->queue, &depth))
		buf_printf(m->b, "tenantry_accept_queue_depth %lld\n",
		    (long long)depth);
}

/* ---- calls ---- */

static const char *
code_name(int e)
{
	return e == E_none ? "ok" : err_info((enum err)e)->reason;
}

static void
write_requests(struct metrics *m)
{
	static const char metric[] = "tenantry_rpc_requests_total";
	const struct score *s = m->score;

	head(m, metric, "counter",
	    "Calls by method and what came of them: ok, or the reason.");
	for (size_t i = 0; i < s->methods; i++)
		for (int e = 0; e < ERR_COUNT; e++)
			if (s->method[i].by[e] != 0)
				buf_printf(m->b,
				    "%s{method=\"%s\",code=\"%s\"} %lld\n",
				    metric, m->name(i), code_name(e),
				    (long long)s->method[i].by[e]);
	one(m, "tenantry_http_refused_total", "counter",
	    "Requests refused before they became a call.", s->http_refused);
}

static void
write_logins(struct metrics *m)
{
	const struct score *s = m->score;

	head(m, "tenantry_logins_total", "counter",
	    "Sign-ins with a password, by what came of them.");
	for (size_t i = 0; i < s->methods; i++) {
		if (strcmp(m->name(i), "auth.sign_in") != 0)
			continue;
		for (int e = 0; e < ERR_COUNT; e++)
			if (s->method[i].by[e] != 0)
				labelled(m, "tenantry_logins_total", "result",
				    code_name(e), s->method[i].by[e]);
	}
}

static void
write_duration(struct metrics *m, const struct tally *t, const char *name)
{
	static const char metric[] = "tenantry_rpc_request_duration_seconds";
	int64_t n = 0;

	for (size_t i = 0; i < countof(bounds_ms); i++) {
		n += t->bucket[i];
		buf_printf(m->b, "%s_bucket{method=\"%s\",le=\"%g\"} %lld\n",
		    metric, name, bounds_ms[i] / 1000.0, (long long)n);
	}
	n += t->bucket[SCORE_BUCKETS - 1];
	buf_printf(m->b, "%s_bucket{method=\"%s\",le=\"+Inf\"} %lld\n", metric,
	    name, (long long)n);
	buf_printf(m->b, "%s_sum{method=\"%s\"} %.6f\n", metric, name,
	    (double)t->us / 1e6);
	buf_printf(m->b, "%s_count{method=\"%s\"} %lld\n", metric, name,
	    (long long)n);
}

static void
write_durations(struct metrics *m)
{
	const struct score *s = m->score;

	head(m, "tenantry_rpc_request_duration_seconds", "histogram",
	    "How long calls took.");
	for (size_t i = 0; i < s->methods; i++)
		if (s->method[i].us != 0)
			write_duration(m, &s->method[i], m->name(i));
}

static void
write_batches(struct metrics *m)
{
	static const char metric[] = "tenantry_rpc_batch_items";
	const struct score *s = m->score;
	int64_t n = 0;

	head(m, metric, "histogram", "How many calls a batch had.");
	for (size_t i = 0; i < countof(sizes); i++) {
		n += s->batch[i];
		buf_printf(m->b, "%s_bucket{le=\"%zu\"} %lld\n", metric,
		    sizes[i], (long long)n);
	}
	n += s->batch[SCORE_SIZES - 1];
	buf_printf(m->b, "%s_bucket{le=\"+Inf\"} %lld\n%s_sum %lld\n"
	    "%s_count %lld\n", metric, (long long)n, metric,
	    (long long)s->batched, metric, (long long)n);
}

/* ---- what stands behind ---- */

static void
write_database(struct metrics *m)
{
	const struct score *s = m->score;

	summary(m, "tenantry_db_query_duration_seconds",
	    "Statements of calls, and how long they took.", &s->statements);
	head(m, "tenantry_db_errors_total", "counter",
	    "Errors of the database by its number.");
	for (size_t i = 0; i < DB_MOST_ERRORS; i++)
		if (s->db_errors.at[i].n != 0)
			buf_printf(m->b,
			    "tenantry_db_errors_total{errno=\"%u\"} %lld\n",
			    s->db_errors.at[i].code,
			    (long long)s->db_errors.at[i].n);
}

static void
write_mail(struct metrics *m)
{
	static const char sent[] = "tenantry_mail_sent_total";
	static const char outbox[] = "tenantry_mail_outbox";
	const struct mail_meter *mails = &m->score->mails;

	head(m, outbox, "gauge",
	    "Mails that wait, as of the keeper's last look.");
	labelled(m, outbox, "state", "queued", mails->queued);
	labelled(m, outbox, "state", "deferred", mails->later);
	head(m, sent, "counter", "Tries to send a mail, by what came of them.");
	labelled(m, sent, "result", "sent", mails->sent);
	labelled(m, sent, "result", "deferred", mails->deferred);
	labelled(m, sent, "result", "failed", mails->failed);
	labelled(m, sent, "result", "cancelled", mails->cancelled);
}

static void
write_processes(struct metrics *m)
{
	struct family f;

	family_look(m->score->parent, &f);
	head(m, "process_cpu_seconds_total", "counter",
	    "Of all processes of the pool that live.");
	buf_printf(m->b, "process_cpu_seconds_total %.2f\n", f.cpu_seconds);
	one(m, "process_resident_memory_bytes", "gauge",
	    "Of all processes of the pool; what they share counts for each.",
	    f.resident);
	one(m, "process_start_time_seconds", "gauge", "When the pool started.",
	    m->score->started);
}

void
metrics_write(struct buf *b, const struct score *s, const char *version,
	      const char *(*name)(size_t))
{
	struct metrics m = {b, s, name};

	head(&m, "tenantry_build_info", "gauge", "The program.");
	labelled(&m, "tenantry_build_info", "version", version, 1);
	head(&m, "tenantry_uptime_seconds", "gauge", "Since the pool started.");
	buf_printf(b, "tenantry_uptime_seconds %.3f\n",
	    (double)(clock_mono_us() - s->started_us) / 1e6);
	write_workers(&m);
	write_requests(&m);
	write_durations(&m);
	write_batches(&m);
	write_logins(&m);
	summary(&m, "tenantry_pwhash_duration_seconds",
	    "Passwords hashed, and how long that took.", &s->hashes);
	write_database(&m);
	write_mail(&m);
	write_processes(&m);
}
