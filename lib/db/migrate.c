/* SPDX-License-Identifier: MIT */
#include "db/migrate.h"

#include "db/sqlerr.h"

#include <stdarg.h>

#include <mysqld_error.h>

#define APPLIED(F, T)							\
	F(T, int, version)						\
	F(T, str, name)							\
	F(T, str, checksum)
RECORD_STRUCT(schema_applied, APPLIED);
RECORD_TABLE(schema_applied, APPLIED);

struct applied {
	const struct schema_applied *at;
	size_t n;
};

static bool PRINTF(3, 4)
refuse(struct db *db, enum err code, const char *fmt, ...)
{
	const char *text;
	va_list args;

	va_start(args, fmt);
	text = arena_vprintf(db->ctx->arena, fmt, args);
	va_end(args);
	(void)fail(db->ctx, code, "%s", text);
	db->ctx->err.message = text;
	return false;
}

/* What was applied is what we have, in our order; NEWER more are tolerated. */
static bool
compare(struct db *db, const struct applied *applied, size_t newer)
{
	for (size_t i = 0; i < applied->n && i < migration_count; i++) {
		const struct schema_applied *a = &applied->at[i];
		const struct migration *m = &migrations[i];

		if (a->version != m->version)
			return refuse(db, E_internal,
			    "schema_migration has no version %d", m->version);
		if (strcmp(a->checksum, m->checksum) != 0)
			return refuse(db, E_internal,
			    "%s was changed after it had been applied as %s",
			    m->name, a->name);
	}
	if (applied->n > migration_count + newer)
		return refuse(db, E_busy, "the schema is at version %zu, this "
		    "program knows %zu: install the newer one",
		    applied->n, migration_count);
	return true;
}

static bool
refused_by_server(struct db *db, const char *what)
{
	return refuse(db, E_internal, "%s: %s", what, mysql_error(db->link));
}

/* The limits of the session are those of a call; DDL takes its time. */
static bool
take_lock(struct db *db)
{
	int64_t locked;

	if (!conn_ready(db))
		return false;
	if (!conn_command(db, "SET max_statement_time=0, "
	    "innodb_lock_wait_timeout=50"))
		return refused_by_server(db, "SET");
	if (!db_int(db, SQL_schema_lock, NO_ARGS, &locked))
		return false;
	return locked == 1 || refuse(db, E_busy, "another migration is running");
}

static bool
apply(struct db *db, const struct migration *m)
{
	for (size_t i = 0; i < m->statement_count; i++)
		if (!conn_command(db, m->statements[i]))
			return refused_by_server(db, arena_printf(
			    db->ctx->arena, "%s, statement %zu", m->name, i + 1));
	return db_exec(db, SQL_schema_record, ARGS(ARG(version, m->version),
	    ARG(name, m->name), ARG(checksum, m->checksum)), NULL);
}

static bool
apply_missing(struct db *db, void (*report)(const char *line))
{
	struct applied applied;

	if (!db_exec(db, SQL_schema_create, NO_ARGS, NULL) ||
	    !db_all(db, SQL_schema_applied, NO_ARGS, schema_applied, &applied) ||
	    !compare(db, &applied, 0))
		return false;
	for (size_t i = applied.n; i < migration_count; i++) {
		if (!apply(db, &migrations[i]))
			return false;
		if (report != NULL)
			report(migrations[i].name);
	}
	return true;
}

bool
migrate_run(struct db *db, void (*report)(const char *line))
{
	bool ok = take_lock(db) && apply_missing(db, report);

	conn_drop(db);	/* and with it the lock and the session's settings */
	return ok;
}

bool
migrate_check(struct db *db)
{
	struct applied applied;
	int64_t exists;

	if (!db_int(db, SQL_schema_exists, NO_ARGS, &exists))
		return false;
	if (exists == 0)
		return refuse(db, E_busy,
		    "there is no schema yet: run tenantry migrate");
	if (!db_all(db, SQL_schema_applied, NO_ARGS, schema_applied, &applied) ||
	    !compare(db, &applied, 1))
		return false;
	if (applied.n < migration_count)
		return refuse(db, E_busy, "the schema is at version %zu, this "
		    "program needs %zu: run tenantry migrate",
		    applied.n, migration_count);
	return true;
}

/* ---- rights ---- */

enum right { INSERT = 1, UPDATE = 2, DELETE = 4 };

static const char *const rights[] = {"INSERT", "UPDATE", "DELETE"};

static const struct {
	const char *table;
	unsigned rights;
} grants[] = {
#define X(TABLE, RIGHTS)	{#TABLE, RIGHTS},
#include "grants.def"
#undef X
};

/* What nobody who serves needs, in case that somebody gave it by hand. */
static const char beyond[] = "INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, "
    "INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES, CREATE VIEW, SHOW VIEW, "
    "CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, TRIGGER, DELETE HISTORY, "
    "GRANT OPTION";

static void
add_name(struct buf *b, const char *name, const char *escaped)
{
	buf_putc(b, '`');
	for (; *name != '\0'; name++) {
		if (*name == '`')
			buf_putc(b, '`');
		else if (strchr(escaped, *name) != NULL)
			buf_putc(b, '\\');
		buf_putc(b, *name);
	}
	buf_putc(b, '`');
}

static void
add_text(struct db *db, struct buf *b, const char *text)
{
	size_t n = strlen(text);
	char *to;

	buf_putc(b, '\'');
	to = buf_room(b, 2 * n + 1);
	buf_took(b, mysql_real_escape_string(db->link, to, text, n));
	buf_putc(b, '\'');
}

struct grant {
	struct db *db;
	const char *account;	/* 'user'@'host' */
	const char *schema;	/* `name`, as the target of a table */
	const char *pattern;	/* `name`, where _ and % mean themselves */
};

/* A right that is taken away need not be there. */
static bool
change(const struct grant *g, bool give, const char *what, const char *table)
{
	const char *text = arena_printf(g->db->ctx->arena,
	    "%s %s ON %s.%s %s %s", give ? "GRANT" : "REVOKE", what,
	    table == NULL ? g->pattern : g->schema,
	    table == NULL ? "*" : table, give ? "TO" : "FROM", g->account);
	unsigned code;

	if (conn_command(g->db, text))
		return true;
	code = mysql_errno(g->db->link);
	if (!give && (code == ER_NONEXISTING_GRANT ||
	    code == ER_NONEXISTING_TABLE_GRANT))
		return true;
	return refused_by_server(g->db, text);
}

static bool
change_table(const struct grant *g, const char *table, unsigned given)
{
	for (unsigned i = 0; i < countof(rights); i++)
		if (!change(g, (given & 1u << i) != 0, rights[i], table))
			return false;
	return true;
}

bool
migrate_grant(struct db *db, const char *worker_user, const char *worker_host)
{
	struct grant g = {.db = db};
	struct buf account, schema, pattern;

	if (!conn_ready(db))
		return false;
	buf_init(&account, db->ctx->arena);
	add_text(db, &account, worker_user);
	buf_putc(&account, '@');
	add_text(db, &account, worker_host);
	buf_init(&schema, db->ctx->arena);
	add_name(&schema, db->config->name, "");
	buf_init(&pattern, db->ctx->arena);
	add_name(&pattern, db->config->name, "_%\\");
	g.account = buf_text(&account);
	g.schema = buf_text(&schema);
	g.pattern = buf_text(&pattern);
	if (!change(&g, true, "SELECT", NULL) ||
	    !change(&g, false, beyond, NULL))
		return false;
	for (size_t i = 0; i < countof(grants); i++)
		if (!change_table(&g, grants[i].table, grants[i].rights))
			return false;
	return true;
}
