/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "csv/csv.h"
#include "method/user.h"

#include <string.h>

#define AT_ONCE	1000

#define IN(F, T)							\
	F(T, id,  tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Whose users; left out: the caller's own tenant")	\
	F(T, str, format, .opt = true, .one_of = "csv|json",		\
	    .doc = "Left out: csv")
#define OUT(F, T)							\
	F(T, str, filename, .doc = "What to call the file")		\
	F(T, str, content_type, .doc = "What it is")			\
	F(T, str, content, .doc = "The file")
RECORD(user_export_in, IN);
RECORD(user_export_out, OUT);

METHOD(user_export, user_export_in, user_export_out,
	.name    = "user.export",
	.summary = "Give all users of a tenant as one file.",
	.perm    = PERM_user_export,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found),
	.example = "{\"format\":\"csv\"}");

/* ---- one user as cells ---- */

static const char *
joined(struct arena *a, struct strs s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (i > 0)
			buf_putc(&b, ' ');
		buf_puts(&b, s.at[i]);
	}
	return buf_text(&b);
}

static const char *
cell_text(struct arena *a, const struct field *f, const struct user *u)
{
	const void *value = (const char *)u + f->offset;

	if (field_is_absent(f, value))
		return NULL;
	switch (f->type) {
	case TYPE_str:
		return *(const char *const *)value;
	case TYPE_id:
		return id_format(a, *(const struct id *)value);
	case TYPE_time:
		return clock_format(a, *(const int64_t *)value);
	case TYPE_int:
		return arena_printf(a, "%lld",
		    (long long)*(const int64_t *)value);
	case TYPE_bool:
		return *(const bool *)value ? "true" : "false";
	case TYPE_strs:
		return joined(a, *(const struct strs *)value);
	case TYPE_json:
	case TYPE_rec:
	case TYPE_list:
	case TYPE_bytes:
		return NULL;
	}
	unreachable();
}

/* ---- files ---- */

typedef void write(struct buf *, const struct user *, bool first);

static void
write_csv(struct buf *b, const struct user *u, bool first)
{
	const struct record *r = &record_user;

	for (size_t i = 0; first && i < r->count; i++)
		csv_write_cell(b, r->fields[i].name, i == 0);
	if (first)
		csv_write_end(b);
	for (size_t i = 0; i < r->count; i++)
		csv_write_cell(b, cell_text(b->arena, &r->fields[i], u), i == 0);
	csv_write_end(b);
}

static void
write_json(struct buf *b, const struct user *u, bool first)
{
	buf_putc(b, first ? '[' : ',');
	json_encode(b, &record_user, u);
}

/* In parts: whoever exports everybody need not hold everybody in memory twice. */
static bool
write_all(struct call *c, const struct tenant_row *t, write *one, struct buf *b)
{
	const struct member_query everybody = {
		.not_signed_in_since = INT_ABSENT,
	};
	const char *cursor = NULL;
	struct member_list rows;
	struct page page;
	struct user user;
	bool first = true;
	int64_t total;

	do {
		if (!page_open(c, AT_ONCE, INT_ABSENT, cursor, SORTED, &page) ||
		    !member_page(c, t, &everybody, &page, &rows, &total))
			return false;
		for (size_t i = 0; i < page_shown(&page, rows.n); i++) {
			member_user(c, &rows.at[i], &user);
			one(b, &user, first);
			first = false;
		}
		cursor = member_next(c, &everybody, &page, &rows);
	} while (cursor != NULL);
	return true;
}

static bool
user_export(struct call *c, const struct user_export_in *in,
	    struct user_export_out *out)
{
	bool json = in->format != NULL && strcmp(in->format, "json") == 0;
	struct tenant_row t;
	struct buf b;

	buf_init(&b, call_arena(c));
	if (!caller_target_list(c, in->tenant_id, PERM_user_export, &t) ||
	    !write_all(c, &t, json ? write_json : write_csv, &b))
		return false;
	if (json)
		buf_puts(&b, b.n == 0 ? "[]" : "]");
	out->filename = arena_printf(call_arena(c), "users-%s.%s", t.slug,
	    json ? "json" : "csv");
	out->content_type = json ? "application/json" :
	    "text/csv; charset=utf-8";
	out->content = buf_text(&b);
	return true;
}
