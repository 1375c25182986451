/* SPDX-License-Identifier: MIT */
/*
 * dispatch — one call, from its name to its answer.
 *
 * The order is that of the contract: credentials, permission, parameters, then
 * the rules.  Everything from begin to commit may run a second time, since
 * handlers are pure.
 */
#include "rpc/rpc.h"

#include "base/clock.h"
#include "base/log.h"
#include "rpc/idempotency.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#define MOST_TRIES	5
#define MOST_QUICK_TRIES	12
#define QUICK_US	2000000
#define MOST_US		6000000	/* no try begins later: who waits is told */

struct work {
	struct rpc *rpc;
	struct call *call;
	const void *in;
	rpc_encode *encode;
	void *encode_arg;
	const char *key;	/* idempotency_key or NULL */
	struct buf *out;
};

static void
encode_record(struct buf *b, const struct method *m, const void *out, void *arg)
{
	(void)arg;
	json_encode(b, m->out, out);
}

/* ---- the members that stand beside a method's own ---- */

static void
take_dry_run(struct call *c, const struct json *v)
{
	if (v->type != JSON_BOOL)
		fault_add(&c->ctx, "dry_run", "type", "must be true or false");
	else
		c->dry_run = v->boolean;
}

static void
take_key(struct call *c, const struct json *v, const char **key)
{
	const struct field f = {.name = "idempotency_key", .max = 128,
	    .format = FORMAT_printable};
	const char *rule, *text = v->text, *message;

	if (v->type != JSON_STRING) {
		fault_add(&c->ctx, f.name, "type", "must be a string");
		return;
	}
	message = check_text(&c->ctx, &f, &text, &rule);
	if (message != NULL)
		fault_add(&c->ctx, f.name, rule, "%s", message);
	*key = text;
}

static void
take_version(struct call *c, const struct json *v)
{
	if (!json_int(v, &c->if_version))
		fault_add(&c->ctx, "if_version", "type",
		    "must be a whole number");
}

/* The parameters without those members, which are kept in the call. */
static const struct json *
take_common(struct call *c, const struct json *params, const char **key)
{
	const struct method *m = c->method;
	struct json *rest = json_new(call_arena(c), JSON_OBJECT);

	for (const struct json *v = params->first; v != NULL; v = v->next) {
		if (method_takes_dry_run(m) && strcmp(v->name, "dry_run") == 0) {
			take_dry_run(c, v);
		} else if (method_takes_key(m) &&
		    strcmp(v->name, "idempotency_key") == 0) {
			take_key(c, v, key);
		} else if (m->versioned && strcmp(v->name, "if_version") == 0) {
			take_version(c, v);
		} else {
			struct json *same = arena_new(call_arena(c), struct json);

			*same = *v;
			same->next = NULL;
			json_set(call_arena(c), rest, v->name, same);
		}
	}
	return rest;
}

/* ---- parameters ---- */

static bool
decode(struct work *w, const struct json *params)
{
	struct call *c = w->call;
	void *in;

	if (params != NULL && params->type == JSON_OBJECT) {
		c->params = params;
		params = take_common(c, params, &w->key);
	}
	in = arena_alloc(call_arena(c), c->method->in->size);
	record_init(c->method->in, in);
	json_decode(&c->ctx, c->method->in, params, "", in);
	w->in = in;
	return fail_faults(&c->ctx);
}

/* ---- the handler and what surrounds it ---- */

static bool
run_handler(struct work *w, struct buf *b)
{
	const struct method *m = w->call->method;
	void *out = arena_alloc(call_arena(w->call), m->out->size);
	bool done;

	record_init(m->out, out);
	done = m->run(w->call, w->in, out);
	assert(done == (w->call->ctx.err.code == E_none));
	if (!done)
		return false;
	w->encode(b, m, out, w->encode_arg);
	return true;
}

/* {"a":1} becomes {"a":1,"dry_run":true}. */
static void
mark_dry_run(struct buf *b)
{
	assert(b->n >= 2 && b->p[b->n - 1] == '}');
	b->n--;
	buf_puts(b, b->n > 1 ? ",\"dry_run\":true}" : "\"dry_run\":true}");
}

static bool
write_in_transaction(struct work *w, struct buf *b)
{
	struct call *c = w->call;
	const struct rpc_hooks *hooks = w->rpc->hooks;
	const char *view = w->encode == encode_record ? "rpc" : "rest";
	const char *kept = NULL;
	struct id me = {{0}};

	if (w->key != NULL) {
		me = hooks->identity(c);
		if (!idempotency_take(c, me, w->key, view, &kept))
			return false;
	}
	if (kept != NULL) {
		buf_puts(b, kept);
		return true;
	}
	if (!run_handler(w, b))
		return false;
	if (c->dry_run) {
		if (w->encode == encode_record)
			mark_dry_run(b);
		return true;
	}
	if (!c->method->quiet && !hooks->audit(c, NULL))
		return false;
	return w->key == NULL ||
	    idempotency_keep(c, me, w->key, buf_text(b));
}

static bool
drop_key(struct work *w)
{
	struct call *c = w->call;

	return w->key == NULL || idempotency_drop(c,
	    w->rpc->hooks->identity(c), w->key);
}

/* A refusal that leaves a trace: a counter of wrong tries, an audit event. */
static bool
keep_refusal(struct work *w)
{
	struct call *c = w->call;
	struct error refusal;

	err_take(&c->ctx, &refusal);
	if (drop_key(w) && w->rpc->hooks->audit(c, &refusal) &&
	    db_commit(c->db)) {
		c->ctx.err = refusal;
		return false;
	}
	db_rollback(c->db);
	return false;
}

static bool
run_write(struct work *w, struct buf *b)
{
	struct call *c = w->call;

	if (!db_begin(c->db))
		return false;
	if (write_in_transaction(w, b)) {
		if (!c->dry_run)
			return db_commit(c->db);
		db_rollback(c->db);
		return true;
	}
	if (c->keep_refusal && !db_may_replay(c->db))
		return keep_refusal(w);
	db_rollback(c->db);
	return false;
}

static void
forget_effects(struct call *c)
{
	c->audit_tenant = c->audit_target = c->audit_actor = (struct id){{0}};
	c->audit_actor_name = NULL;
	c->audit_changes = NULL;
	c->audit_action = NULL;
	c->keep_refusal = false;
	c->set_cookie = c->set_cookie2 = NULL;
}

/* Where many write to one row of a cluster, every other try is outrun by another node: it costs
 * little, so that it is worth more of them than a wait for a lock. */
static bool
is_worth_another(unsigned tries, int64_t since)
{
	int64_t us = clock_mono_us() - since;

	return us < QUICK_US ? tries < MOST_QUICK_TRIES :
	    us < MOST_US && tries < MOST_TRIES;
}

/* 20 ms, then twice as long up to 160, the half of it by chance. */
static void
pause_before(unsigned attempt)
{
	int64_t us = 20000LL << (attempt < 4 ? attempt - 1 : 3);
	struct timespec t = {0, 0};

	us = us / 2 + clock_mono_us() % (us / 2);
	t.tv_nsec = us * 1000;
	(void)nanosleep(&t, NULL);
}

static bool
run_method(struct work *w)
{
	struct call *c = w->call;
	int64_t since = clock_mono_us();

	for (unsigned attempt = 0; ; attempt++) {
		struct buf b;
		bool done;

		buf_init(&b, call_arena(c));
		forget_effects(c);
		done = c->method->tx == TX_WRITE ? run_write(w, &b) :
		    run_handler(w, &b);
		if (done) {
			*w->out = b;
			return true;
		}
		if (!is_worth_another(attempt + 1, since) ||
		    c->ctx.err.code != E_busy || !db_may_replay(c->db))
			return false;
		log_event(LOG_INFO_, "replay", "request_id=%s method=%s why=%s",
		    c->ctx.request_id, c->method->name,
		    log_quote(c->ctx.err.why));
		c->ctx.err = (struct error){0};
		pause_before(attempt + 1);
	}
}

static bool
run(struct work *w, const struct json *params)
{
	struct call *c = w->call;
	const struct rpc_hooks *hooks = w->rpc->hooks;

	if (c->in_batch && c->method->secret)
		return fail(&c->ctx, E_not_in_batch, "%s", c->method->name);
	if (c->method->perm != PERM_PUBLIC &&
	    (!hooks->authenticate(c) || !hooks->authorise(c)))
		return false;
	return decode(w, params) && run_method(w);
}

bool
rpc_call(struct rpc *rpc, const struct request *q, struct call *c,
	 const struct method *m, const struct json *params, rpc_encode *encode,
	 void *arg, struct buf *out, struct error *err)
{
	int64_t started = clock_mono_us();
	bool in_batch = c->in_batch;
	struct work w = {
		.rpc = rpc, .call = c, .out = out, .encode_arg = arg,
		.encode = encode == NULL ? encode_record : encode,
	};
	bool done;

	*c = (struct call){
		.db = rpc->db, .method = m, .request = q, .config = rpc->config,
		.if_version = INT_ABSENT, .in_batch = in_batch,
	};
	rpc_ctx(&c->ctx, rpc, q);
	if (rpc->hooks->begun != NULL)
		rpc->hooks->begun(c);
	db_use(rpc->db, &c->ctx);
	done = run(&w, params);
	assert(done == (c->ctx.err.code == E_none));
	if (!done)
		*err = c->ctx.err;
	rpc->hooks->done(c, done ? NULL : err, clock_mono_us() - started);
	return done;
}
