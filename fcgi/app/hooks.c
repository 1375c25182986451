/* SPDX-License-Identifier: MIT */
#include "app/hooks.h"

#include "app/title.h"
#include "base/log.h"
#include "model/caller.h"

/* A process serves one call at a time, and the dispatcher's hooks know only
 * that. */
static struct score *score;
static struct slot *slot;
static struct rpc_hooks hooks;

static size_t
index_of(const struct method *m)
{
	size_t low = 0, high = method_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(methods[middle]->name, m->name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
begun(struct call *c)
{
	if (slot != NULL) {
		slot_method(slot, c->method->name);
		title_set("worker", c->method->name);
	}
}

static const char *
text_of(struct arena *a, struct id id)
{
	return id_is_null(id) ? "-" : id_format(a, id);
}

static void
batched(size_t n)
{
	if (score != NULL)
		score_batch(score, n);
}

static void
done(struct call *c, const struct error *err, int64_t us)
{
	struct arena *a = call_arena(c);
	struct db_stats db = db_stats(c->db);
	enum err code = err == NULL ? E_none : err->code;
	bool ours = code == E_internal || err_info(code)->code == 503;

	if (score != NULL) {
		score_count(score, index_of(c->method), code, us);
		meter_add(&score->statements, db.statements, db.us);
	}
	log_event(ours ? LOG_WARN_ : LOG_INFO_, "call",
	    "request_id=%s method=%s tenant=%s user=%s code=%s ms=%.2f db_ms=%.2f "
	    "stmts=%u arena=%zu%s%s",
	    c->ctx.request_id, c->method->name,
	    c->who == NULL ? "-" : text_of(a, c->who->tenant_id),
	    c->who == NULL ? "-" : text_of(a, c->who->id),
	    err_info(code)->reason, (double)us / 1000, (double)db.us / 1000,
	    db.statements, arena_used(a), err == NULL ? "" : " why=",
	    err == NULL ? "" : log_quote(err->why));
}

const struct rpc_hooks *
hooks_open(struct score *all, struct slot *mine)
{
	score = all;
	slot = mine;
	hooks = caller_hooks;
	hooks.begun = begun;
	hooks.batched = batched;
	hooks.done = done;
	return &hooks;
}
