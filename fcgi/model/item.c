/* SPDX-License-Identifier: MIT */
#include "model/item.h"

RECORD_TABLE(item_error, ITEM_ERROR);

static bool
concerns_the_call(enum err e)
{
	return e == E_busy || e == E_uncertain || e == E_internal;
}

bool
item_failed(struct call *c, const struct item_error **out)
{
	struct item_error *item;
	struct error e;

	if (concerns_the_call(c->ctx.err.code))
		return false;
	err_take(&c->ctx, &e);
	item = arena_new(call_arena(c), struct item_error);
	item->code = err_info(e.code)->code;
	item->reason = err_info(e.code)->reason;
	item->message = ctx_say(&c->ctx, err_message(&e));
	*out = item;
	return true;
}

bool
item_blame(struct call *c, const char *list, size_t n)
{
	struct error *e = &c->ctx.err;
	int64_t *at;

	if (concerns_the_call(e->code))
		return false;
	at = arena_new(call_arena(c), int64_t);
	*at = (int64_t)n;
	e->positions = at;
	e->position_count = 1;
	if (e->field == NULL)
		e->field = arena_printf(call_arena(c), "%s[%zu]", list, n);
	return false;
}
