/* SPDX-License-Identifier: MIT */
#include "db/stmt.h"

static const char *const type_names[] = {
	[TYPE_str] = "str", [TYPE_int] = "int", [TYPE_bool] = "bool",
	[TYPE_time] = "time", [TYPE_id] = "id", [TYPE_strs] = "strs",
	[TYPE_json] = "json", [TYPE_rec] = "rec", [TYPE_list] = "list",
	[TYPE_bytes] = "bytes",
};

static void
add_params(struct buf *b, const struct statement *s)
{
	for (unsigned i = 0; i < s->param_count; i++)
		buf_printf(b, "%s%s", i > 0 ? "," : "", s->params[i]);
}

static void
add_columns(struct buf *b, const struct prepared *p)
{
	const MYSQL_FIELD *columns = mariadb_stmt_fetch_fields(p->handle);

	for (unsigned i = 0; i < p->columns; i++)
		buf_printf(b, "%s%s:%s", i > 0 ? "," : "", columns[i].name,
		    rows_sql_type(columns[i].type));
}

static void
add_fields(struct buf *b, const struct record *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->count; i++)
		buf_printf(b, "%s%s:%s", i > 0 ? "," : "", r->fields[i].name,
		    type_names[r->fields[i].type]);
}

static void
describe(struct buf *b, const struct statement *s, const struct prepared *p,
	 const char *trouble)
{
	buf_printf(b, "%s\t%s\t", s->name, s->file);
	add_params(b, s);
	buf_putc(b, '\t');
	if (p != NULL)
		add_columns(b, p);
	buf_printf(b, "\t%s\t", s->row == NULL ? "" : s->row);
	add_fields(b, s->record);
	buf_printf(b, "\t%s\t%s\t%s", s->comment, s->text, trouble);
}

bool
db_check_all(struct db *db, void (*report)(const char *line))
{
	for (unsigned sql = 0; sql < statement_count; sql++) {
		struct prepared *p = NULL;
		struct error e = {0};
		struct buf b;

		if (!conn_ready(db))
			return false;
		if (!stmt_get(db, (enum sql)sql, &p))
			err_take(db->ctx, &e);
		buf_init(&b, db->ctx->arena);
		describe(&b, &statements[sql], p, p == NULL ? e.why : "");
		report(buf_text(&b));
	}
	return true;
}
