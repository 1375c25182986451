/* SPDX-License-Identifier: MIT */
#include "db/stmt.h"

#include "base/clock.h"
#include "db/sqlerr.h"

#define SHORT_TEXT	128	/* names, addresses and the like */

/* The server's types that a field takes; anything else is a slip in a statement. */
static bool
fits(enum type type, enum enum_field_types from)
{
	switch (from) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_NEWDECIMAL:	/* SUM() of whole numbers */
		return type == TYPE_int || type == TYPE_bool;
	case MYSQL_TYPE_DATETIME:
	case MYSQL_TYPE_TIMESTAMP:
	case MYSQL_TYPE_DATE:
		return type == TYPE_time;
	case MYSQL_TYPE_NULL:
		return true;
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_VARCHAR:
	case MYSQL_TYPE_ENUM:
	case MYSQL_TYPE_SET:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB:
		return type == TYPE_str || type == TYPE_bytes || type == TYPE_id;
	default:
		return false;
	}
}

const char *
rows_sql_type(enum enum_field_types from)
{
	if (fits(TYPE_int, from))
		return fits(TYPE_str, from) ? "null" : "int";
	return fits(TYPE_time, from) ? "time" :
	    fits(TYPE_str, from) ? "str" : "other";
}

static MYSQL_BIND
cell_bind(struct arena *a, struct cell *cell, enum type type)
{
	MYSQL_BIND b = {
		.is_null = &cell->is_null,
		.error = &cell->cut,
		.length = &cell->length,
	};

	switch (type) {
	case TYPE_int:
	case TYPE_bool:
		b.buffer_type = MYSQL_TYPE_LONGLONG;
		b.buffer = &cell->number;
		break;
	case TYPE_time:
		b.buffer_type = MYSQL_TYPE_DATETIME;
		b.buffer = &cell->time;
		break;
	case TYPE_id:
		b.buffer_type = MYSQL_TYPE_BLOB;
		b.buffer = cell->id.b;
		b.buffer_length = sizeof(cell->id.b);
		break;
	default:	/* what is longer is told its length, then fetched */
		cell->text = arena_alloc(a, SHORT_TEXT);
		b.buffer_type = MYSQL_TYPE_BLOB;
		b.buffer = cell->text;
		b.buffer_length = SHORT_TEXT;
		break;
	}
	return b;
}

/* With no record it is one number. */
static const struct field a_number = {.name = "number", .type = TYPE_int};

static const struct field *
field_of(struct db *db, const struct record *r, const MYSQL_FIELD *column)
{
	const struct field *f = r == NULL ? &a_number :
	    record_field(r, column->name);

	if (f == NULL)
		sqlerr_bug(db, "%s has no field %s", r->name, column->name);
	if (!fits(f->type, column->type))
		sqlerr_bug(db, "column %s does not fit its field", column->name);
	return f;
}

void
rows_bind(struct db *db, struct prepared *p, const struct record *r)
{
	const MYSQL_FIELD *columns = mariadb_stmt_fetch_fields(p->handle);

	if (p->bound && p->record == r)
		return;
	if (p->columns == 0 || (r == NULL && p->columns != 1))
		sqlerr_bug(db, "it gives %u columns", p->columns);
	if (r != NULL && (p->s->row == NULL || strcmp(p->s->row, r->name) != 0))
		sqlerr_bug(db, "its rows are no %s", r->name);
	for (unsigned i = 0; i < p->columns; i++) {
		p->fields[i] = field_of(db, r, &columns[i]);
		p->out[i] = cell_bind(db->kept, &p->cells[i],
		    p->fields[i]->type);
	}
	p->bound = true;
	p->record = r;
	if (mysql_stmt_bind_result(p->handle, p->out) != 0)
		sqlerr_bug(db, "%s", mysql_stmt_error(p->handle));
}

static bool
is_long(const struct field *f)
{
	return f->type == TYPE_str || f->type == TYPE_bytes;
}

bool
rows_next(struct db *db, struct prepared *p, bool *more)
{
	int got = mysql_stmt_fetch(p->handle);

	if (got != 0 && got != MYSQL_NO_DATA && got != MYSQL_DATA_TRUNCATED)
		return stmt_fail(db, p);
	*more = got != MYSQL_NO_DATA;
	if (got != MYSQL_DATA_TRUNCATED)
		return true;
	for (unsigned i = 0; i < p->columns; i++)
		if (p->cells[i].cut && !p->cells[i].is_null &&
		    !is_long(p->fields[i]))
			sqlerr_bug(db, "%s is cut", p->fields[i]->name);
	return true;
}

/* One byte more than it has, which is zero. */
static char *
fetch_text(struct db *db, struct prepared *p, unsigned column)
{
	unsigned long n = p->cells[column].length;
	char *to = arena_alloc(db->ctx->arena, n + 1);
	MYSQL_BIND b = {
		.buffer_type = MYSQL_TYPE_BLOB,
		.buffer = to,
		.buffer_length = n,
	};

	if (n <= SHORT_TEXT)
		memcpy(to, p->cells[column].text, n);
	else if (mysql_stmt_fetch_column(p->handle, &b, column, 0) != 0)
		sqlerr_bug(db, "%s", mysql_stmt_error(p->handle));
	return to;
}

static int64_t
seconds_of(const MYSQL_TIME *t)
{
	return clock_days((int)t->year, (int)t->month, (int)t->day) * 86400 +
	    t->hour * 3600 + t->minute * 60 + t->second;
}

void
rows_take(struct db *db, struct prepared *p, void *out)
{
	for (unsigned i = 0; i < p->columns; i++) {
		const struct field *f = p->fields[i];
		const struct cell *cell = &p->cells[i];
		void *to = (char *)out + f->offset;

		if (cell->is_null)
			continue;
		switch (f->type) {
		case TYPE_int:
			*(int64_t *)to = cell->number;
			break;
		case TYPE_bool:
			*(bool *)to = cell->number != 0;
			break;
		case TYPE_time:
			*(int64_t *)to = seconds_of(&cell->time);
			break;
		case TYPE_id:
			if (cell->length != sizeof(cell->id))
				sqlerr_bug(db, "%s is no id", f->name);
			*(struct id *)to = cell->id;
			break;
		case TYPE_str:
			*(const char **)to = fetch_text(db, p, i);
			break;
		case TYPE_bytes:
			*(struct bytes *)to = (struct bytes){
				(unsigned char *)fetch_text(db, p, i),
				cell->length};
			break;
		case TYPE_strs:
		case TYPE_json:
		case TYPE_rec:
		case TYPE_list:
			sqlerr_bug(db, "%s is of no type of SQL", f->name);
		}
	}
}
