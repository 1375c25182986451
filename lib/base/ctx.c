/* SPDX-License-Identifier: MIT */
#include "base/ctx.h"

#include "base/catalog.h"
#include "base/clock.h"

#include <assert.h>
#include <string.h>

static const struct err_info infos[ERR_COUNT] = {
	[E_none] = {"none", 0, "", ""},
#define X(REASON, CODE, TEXT, REMEDY)					\
	[E_##REASON] = {#REASON, CODE, TEXT, REMEDY},
#include "base/errors.def"
#undef X
};

const struct err_info *
err_info(enum err e)
{
	assert(e < ERR_COUNT);
	return &infos[e];
}

enum err
err_find(const char *reason)
{
	for (int e = E_none + 1; e < ERR_COUNT; e++)
		if (strcmp(infos[e].reason, reason) == 0)
			return (enum err)e;
	return E_none;
}

void
ctx_init(struct ctx *c, struct arena *a, const char *request_id)
{
	*c = (struct ctx){
		.arena = a,
		.now = clock_now(),
		.request_id = request_id,
		.language = "en",
	};
}

const char *
ctx_say(const struct ctx *c, const char *sentence)
{
	return catalog_say(c->language, sentence);
}

static bool
fail_v(struct ctx *c, enum err e, const char *why, va_list args)
{
	assert(e != E_none && c->err.code == E_none);
	c->err.code = e;
	c->err.why = arena_vprintf(c->arena, why, args);
	return false;
}

bool
fail(struct ctx *c, enum err e, const char *why, ...)
{
	va_list args;

	va_start(args, why);
	(void)fail_v(c, e, why, args);
	va_end(args);
	return false;
}

bool
fail_field(struct ctx *c, enum err e, const char *field, const char *why, ...)
{
	va_list args;

	va_start(args, why);
	(void)fail_v(c, e, why, args);
	va_end(args);
	c->err.field = arena_strdup(c->arena, field);
	return false;
}

bool
fail_setting(struct ctx *c, enum err e, const char *setting)
{
	(void)fail(c, e, "setting %s", setting);
	c->err.setting = setting;
	return false;
}

bool
fail_retry(struct ctx *c, enum err e, int64_t retry_after)
{
	(void)fail(c, e, "again in %lld s", (long long)retry_after);
	c->err.retry_after = retry_after;
	return false;
}

static void
add_fault(struct ctx *c, const char *field, const char *rule, char *message)
{
	struct error *e = &c->err;
	struct fault *f;

	if (e->fault_count == MOST_FAULTS)
		return;
	f = arena_new(c->arena, struct fault);
	f->field = arena_strdup(c->arena, field);
	f->rule = rule;
	f->message = message;
	if (e->faults == NULL)
		e->faults = f;
	else
		e->last_fault->next = f;
	e->last_fault = f;
	e->fault_count++;
}

void
fault_add(struct ctx *c, const char *field, const char *rule,
	  const char *message, ...)
{
	va_list args;

	va_start(args, message);
	add_fault(c, field, rule, arena_vprintf(c->arena, ctx_say(c, message),
	    args));
	va_end(args);
}

bool
fail_faults(struct ctx *c)
{
	const struct fault *first = c->err.faults;

	if (first == NULL)
		return true;
	(void)fail(c, E_invalid_params, "%s: %s", first->field, first->message);
	c->err.field = first->field;
	c->err.rule = first->rule;
	c->err.message = arena_printf(c->arena, "%s: %s", first->field,
	    first->message);
	return false;
}

bool
fail_param(struct ctx *c, const char *field, const char *rule,
	   const char *message, ...)
{
	va_list args;

	va_start(args, message);
	add_fault(c, field, rule, arena_vprintf(c->arena, ctx_say(c, message),
	    args));
	va_end(args);
	return fail_faults(c);
}

void
err_take(struct ctx *c, struct error *out)
{
	assert(c->err.code != E_none);
	*out = c->err;
	c->err = (struct error){0};
}

const char *
err_message(const struct error *e)
{
	return e->message != NULL ? e->message : err_info(e->code)->text;
}
