/* SPDX-License-Identifier: MIT */
#include "db/stmt.h"

#include "db/sqlerr.h"

static struct arg
arg_null(const char *name)
{
	return (struct arg){.name = name, .type = ARG_NULL};
}

static struct arg
arg_number(const char *name, enum arg_type type, int64_t i)
{
	if (i == INT_ABSENT || i == INT_NULL)
		return arg_null(name);
	return (struct arg){.name = name, .type = type, .i = i};
}

struct arg
arg_int(const char *name, int64_t i)
{
	return arg_number(name, ARG_INT, i);
}

struct arg
arg_time(const char *name, int64_t i)
{
	return arg_number(name, ARG_TIME, i);
}

struct arg
arg_bool(const char *name, bool b)
{
	return (struct arg){.name = name, .type = ARG_INT, .i = b};
}

struct arg
arg_text(const char *name, const char *s)
{
	if (s == NULL)
		return arg_null(name);
	return (struct arg){.name = name, .type = ARG_TEXT, .p = s,
		.n = strlen(s)};
}

struct arg
arg_bytes(const char *name, struct bytes b)
{
	if (b.p == NULL)
		return arg_null(name);
	return (struct arg){.name = name, .type = ARG_BYTES, .p = b.p, .n = b.n};
}

struct arg
arg_id(const char *name, struct id id)
{
	if (id_is_null(id))
		return arg_null(name);
	return (struct arg){.name = name, .type = ARG_ID, .id = id};
}

void *
unconst(const void *p)
{
	return (void *)(uintptr_t)p;
}

MYSQL_TIME
time_of(int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	(void)gmtime_r(&t, &tm);
	return (MYSQL_TIME){
		.year = (unsigned)tm.tm_year + 1900,
		.month = (unsigned)tm.tm_mon + 1,
		.day = (unsigned)tm.tm_mday,
		.hour = (unsigned)tm.tm_hour,
		.minute = (unsigned)tm.tm_min,
		.second = (unsigned)tm.tm_sec,
		.time_type = MYSQL_TIMESTAMP_DATETIME,
	};
}

enum enum_field_types
arg_sql_type(const struct arg *a)
{
	switch (a->type) {
	case ARG_NULL:
		return MYSQL_TYPE_NULL;
	case ARG_INT:
		return MYSQL_TYPE_LONGLONG;
	case ARG_TEXT:
		return MYSQL_TYPE_STRING;
	case ARG_BYTES:
	case ARG_ID:
		return MYSQL_TYPE_BLOB;
	case ARG_TIME:
		return MYSQL_TYPE_DATETIME;
	}
	unreachable();
}

const void *
arg_data(const struct arg *a, unsigned long *length)
{
	if (a->type == ARG_ID) {
		*length = sizeof(a->id.b);
		return a->id.b;
	}
	*length = a->n;
	return a->p;
}

/* The same call site gives the same order: where it was last time is the first
 * guess, and mostly right. */
void
args_match(const struct db *db, struct prepared *p, struct args args)
{
	const struct statement *s = p->s;

	if (args.n != s->param_count)
		sqlerr_bug(db, "%zu arguments for %u", args.n, s->param_count);
	for (unsigned i = 0; i < s->param_count; i++) {
		unsigned at = p->order[i];

		if (strcmp(args.at[at].name, s->params[i]) == 0)
			continue;
		for (at = 0; at < args.n; at++)
			if (strcmp(args.at[at].name, s->params[i]) == 0)
				break;
		if (at == args.n)
			sqlerr_bug(db, "no argument %s", s->params[i]);
		p->order[i] = (unsigned char)at;
	}
}

struct args
args_of(const struct db *db, const struct statement *s, struct args args)
{
	struct arg *at = arena_array(db->ctx->arena, s->param_count,
	    sizeof(*at));

	for (unsigned i = 0; i < s->param_count; i++) {
		size_t k = 0;

		while (k < args.n && strcmp(args.at[k].name, s->params[i]) != 0)
			k++;
		if (k == args.n)
			sqlerr_bug(db, "no argument %s", s->params[i]);
		at[i] = args.at[k];
	}
	return (struct args){at, s->param_count};
}

void
args_bind(const struct db *db, struct prepared *p, struct args args)
{
	args_match(db, p, args);
	for (unsigned i = 0; i < p->s->place_count; i++) {
		const struct arg *a = &args.at[p->order[p->s->places[i]]];
		struct cell *cell = &p->given[i];
		MYSQL_BIND *bind = &p->in[i];

		*bind = (MYSQL_BIND){.buffer_type = arg_sql_type(a)};
		switch (a->type) {
		case ARG_NULL:
			break;
		case ARG_INT:
			cell->number = a->i;
			bind->buffer = &cell->number;
			break;
		case ARG_TIME:
			cell->time = time_of(a->i);
			bind->buffer = &cell->time;
			break;
		case ARG_TEXT:
		case ARG_BYTES:
		case ARG_ID:
			bind->buffer = unconst(arg_data(a, &bind->buffer_length));
			break;
		}
	}
}
