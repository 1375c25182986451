/* SPDX-License-Identifier: MIT */
#include "base/catalog.h"
#include "base/utf8.h"
#include "csv/csv.h"
#include "method/csv_person.h"
#include "method/invitee.h"

#include <string.h>

#define MOST_COLUMNS	32
#define MOST_CELL	2000

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where to; left out: the caller's own tenant")	\
	F(T, str,  csv, .secret = true, .max = 5000000,			\
	    .doc = "The table: a header with email, and up to 1,000 people") \
	F(T, bool, send_email, .opt = true, .has_def = true, .def = true, \
	    .doc = "Whether each gets a mail")				\
	F(T, bool, only_valid, .opt = true,				\
	    .doc = "Invite those whose rows are right, whatever the others are")
#define ROW(F, T)							\
	F(T, int,  row, .doc = "Line of the table where it starts, from 1") \
	F(T, str,  email, .empty = true, .doc = "As it stands there")	\
	F(T, str,  role, .empty = true, .doc = "As it stands there")	\
	F(T, bool, success, .doc = "Whether the row is right")		\
	F(T, rec,  error, item_error, .nullable = true, .doc = "What is wrong with it")
RECORD(import_row, ROW);
#define OUT(F, T)							\
	F(T, int,  total_rows, .doc = "People in the table")		\
	F(T, int,  total_created, .doc = "Invitations made")		\
	F(T, int,  total_failed, .doc = "Rows with something wrong")	\
	F(T, list, rows, import_row, .doc = "One for each, in order")
RECORD_TABLE(csv_person, CSV_PERSON);
RECORD(invitation_import_csv_in, IN);
RECORD(invitation_import_csv_out, OUT);

METHOD(invitation_import_csv, invitation_import_csv_in,
	invitation_import_csv_out,
	.name    = "invitation.import_csv",
	.summary = "Invite the people of a table; one wrong row, and nobody is.",
	.perm    = PERM_invitation_create,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_csv_invalid, E_duplicate_emails,
	    E_mail_not_configured),
	.example = "{\"csv\":\"email,role\\nann@example.com,member\\n\"}");

/* A table on its way to being invited. */
struct import {
	struct call *c;
	struct csv table;		/* the header is its first record */
	const struct field **fields;	/* of each column */
	struct import_row *rows;
	struct invitee *people;		/* those whose cells are right */
	size_t *row_of;			/* of each of them */
	size_t n;			/* of them */
	int64_t failed;
};

static bool
refuse(struct call *c, int64_t line, const char *why)
{
	struct error *e = &c->ctx.err;
	int64_t *at = arena_new(call_arena(c), int64_t);

	*at = line;
	(void)fail_field(&c->ctx, E_csv_invalid, "csv", "line %lld: %s",
	    (long long)line, why);
	e->positions = at;
	e->position_count = 1;
	e->message = arena_printf(call_arena(c),
	    ctx_say(&c->ctx, "Line %lld of the table: %s"), (long long)line,
	    ctx_say(&c->ctx, why));
	return false;
}

/* ---- the header ---- */

static bool
read_header(struct import *m)
{
	const struct csv_record *header = m->table.at;
	size_t known = 0;

	if (m->table.n == 0)
		return refuse(m->c, 1, LATER("there is no header"));
	m->fields = arena_array(call_arena(m->c), header->n,
	    sizeof(const struct field *));
	for (size_t i = 0; i < record_csv_person.count; i++) {
		const struct field *f = &record_csv_person.fields[i];
		int at = csv_column(header, f->name);

		if (at < 0 && !f->opt)
			return refuse(m->c, header->line,
			    LATER("the column email is missing"));
		if (at >= 0) {
			m->fields[at] = f;
			known++;
		}
	}
	for (size_t i = 0; i < header->n; i++)
		known += *header->cells[i] == '\0';
	return known == header->n || refuse(m->c, header->line,
	    LATER("a column is unknown, or stands there twice"));
}

/* ---- the rows ---- */

/* "Sales Engineer" in a table is sales_engineer here. */
static const char *
role_name(struct arena *a, const char *text)
{
	char *name = arena_strdup(a, text);

	for (char *p = name; *p != '\0'; p++)
		if (*p == ' ' || *p == '-')
			*p = '_';
		else if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return name;
}

static void
take_cell(struct import *m, const struct field *f, const char *cell,
	  struct csv_person *who)
{
	struct ctx *ctx = &m->c->ctx;
	const char *text = utf8_normalise(ctx->arena, cell), *rule, *wrong;

	if (*text == '\0')
		return;
	if (strcmp(f->name, "role") == 0)
		text = role_name(ctx->arena, text);
	wrong = check_text(ctx, f, &text, &rule);
	if (wrong != NULL)
		fault_add(ctx, f->name, rule, "%s", wrong);
	*(const char **)((char *)who + f->offset) = text;
}

static void
take_cells(struct import *m, const struct csv_record *r, struct csv_person *who)
{
	const struct csv_record *header = m->table.at;

	for (size_t i = 0; i < r->n; i++) {
		if (i < header->n && m->fields[i] != NULL)
			take_cell(m, m->fields[i], r->cells[i], who);
		else if (*r->cells[i] != '\0')
			fault_add(&m->c->ctx, "csv", "too_many",
			    "stands in no column");
	}
	if (who->email == NULL)
		fault_add(&m->c->ctx, "email", "required", "is required");
}

static bool
row_failed(struct import *m, size_t row)
{
	m->rows[row].success = false;
	m->failed++;
	return item_failed(m->c, &m->rows[row].error);
}

static bool
read_row(struct import *m, size_t row)
{
	const struct csv_record *r = &m->table.at[row + 1];
	struct csv_person who = {0};

	take_cells(m, r, &who);
	m->rows[row] = (struct import_row){
		.row = r->line, .success = true,
		.email = who.email == NULL ? "" : who.email,
		.role = who.role == NULL ? "" : who.role,
	};
	if (!fail_faults(&m->c->ctx))
		return row_failed(m, row);
	m->row_of[m->n] = row;
	m->people[m->n++] = (struct invitee){
		.email = who.email, .role = who.role,
		.first_name = who.first_name, .last_name = who.last_name,
		.communication_email = who.communication_email,
		.language = who.language, .access_expires_at = INT_ABSENT,
	};
	return true;
}

static bool
read_table(struct import *m, const char *text)
{
	static const struct csv_limits limits = {
		.records = MOST_INVITED + 1, .cells = MOST_COLUMNS,
		.bytes = MOST_CELL,
	};
	struct arena *a = call_arena(m->c);
	const char *why;
	int64_t line;

	if (!csv_read(a, text, &limits, &m->table, &line, &why))
		return refuse(m->c, line, why);
	if (!read_header(m))
		return false;
	m->rows = arena_array(a, m->table.n, sizeof(*m->rows));
	m->people = arena_array(a, m->table.n, sizeof(*m->people));
	m->row_of = arena_array(a, m->table.n, sizeof(*m->row_of));
	for (size_t i = 0; i + 1 < m->table.n; i++)
		if (!read_row(m, i))
			return false;
	return true;
}

/* Positions among the people become lines of the table. */
static bool
no_duplicates(struct import *m)
{
	struct error *e = &m->c->ctx.err;
	int64_t *lines;
	size_t n;

	if (invitation_no_duplicates(m->c, m->people, m->n))
		return true;
	n = e->position_count;
	lines = arena_array(call_arena(m->c), n, sizeof(*lines));
	for (size_t i = 0; i < n; i++)
		lines[i] = m->rows[m->row_of[e->positions[i]]].row;
	e->positions = lines;
	e->field = "csv";
	return false;
}

/* ---- inviting ---- */

static bool
enter(struct import *m, struct id tenant, struct tenant_row *t)
{
	return m->n == 0 ?
	    caller_target(m->c, tenant, PERM_invitation_create, t) :
	    caller_enter(m->c, tenant, PERM_invitation_create, (int64_t)m->n, t);
}

static bool
invite(struct import *m, const struct invitation_import_csv_in *in,
       int64_t *created)
{
	struct invite_result *results = arena_array(call_arena(m->c), m->n,
	    sizeof(*results));
	const struct invite_options options = {
		.send_email = in->send_email, .expires_in_hours = INT_ABSENT,
		.counted = (int64_t)m->n, .all_or_nothing = !in->only_valid,
		.check_only = !in->only_valid && m->failed > 0,
	};
	struct tenant_row t;
	size_t failed;

	if (!enter(m, in->tenant_id, &t) || !invitation_make_all(m->c, &t,
	    m->people, m->n, &options, results, &failed))
		return false;
	*created = 0;
	for (size_t i = 0; i < m->n; i++) {
		*created += !id_is_null(results[i].row.id);
		if (results[i].error == NULL)
			continue;
		m->c->ctx.err = *results[i].error;
		if (!row_failed(m, m->row_of[i]))
			return false;
	}
	call_target(m->c, t.id, (struct id){{0}});
	return true;
}

static bool
invitation_import_csv(struct call *c, const struct invitation_import_csv_in *in,
		      struct invitation_import_csv_out *out)
{
	struct import m = {.c = c};

	if (!read_table(&m, in->csv) || !no_duplicates(&m) ||
	    !invite(&m, in, &out->total_created))
		return false;
	out->total_rows = (int64_t)m.table.n - 1;
	out->total_failed = m.failed;
	out->rows.at = m.rows;
	out->rows.n = m.table.n - 1;
	return true;
}
