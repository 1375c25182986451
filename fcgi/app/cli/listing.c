/* SPDX-License-Identifier: MIT */
#include "app/cli/listing.h"

#include "csv/csv.h"

#include <ctype.h>

#define MOST_COLUMNS	64

bool
listing_option(int *argc, char **argv, enum listing *out)
{
	static const char *const forms[] = {"table", "json", "csv"};

	for (int i = 0; i + 1 < *argc; i++) {
		if (strcmp(argv[i], "--output") != 0)
			continue;
		for (size_t form = 0; form < countof(forms); form++) {
			if (strcmp(argv[i + 1], forms[form]) != 0)
				continue;
			*out = (enum listing)form;
			*argc -= 2;
			memmove(&argv[i], &argv[i + 2],
			    (size_t)(*argc - i) * sizeof(*argv));
			return true;
		}
		return false;
	}
	return true;
}

static const struct json *
member(const struct json *object, const char *path)
{
	char name[64];
	size_t n = strcspn(path, ".");

	if (object == NULL || n >= sizeof(name))
		return NULL;
	memcpy(name, path, n);
	name[n] = '\0';
	object = json_get(object, name);
	return path[n] == '.' ? member(object, path + n + 1) : object;
}

static const char *
cell(struct arena *a, const struct json *v)
{
	struct buf b;

	if (v == NULL || v->type == JSON_NULL)
		return "";
	if (v->type == JSON_STRING || v->type == JSON_NUMBER)
		return v->text;
	buf_init(&b, a);
	json_write(&b, v);
	return buf_text(&b);
}

/* What stands in one place on a terminal, near enough. */
static size_t
width(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

struct table {
	struct arena *arena;
	const char *const *names;
	size_t n;
	size_t widths[MOST_COLUMNS];
};

static void
measure(struct table *t, const struct json *rows)
{
	for (size_t i = 0; i < t->n; i++)
		t->widths[i] = width(t->names[i]);
	for (const struct json *row = rows->first; row != NULL; row = row->next)
		for (size_t i = 0; i < t->n; i++) {
			size_t w = width(cell(t->arena,
			    member(row, t->names[i])));

			if (w > t->widths[i])
				t->widths[i] = w;
		}
}

/* No blanks at the end of a line. */
static void
put(struct buf *b, const struct table *t, size_t column, const char *text,
    size_t *owed)
{
	if (*text != '\0') {
		buf_printf(b, "%*s%s", (int)*owed, "", text);
		*owed = 0;
	}
	*owed += t->widths[column] - width(text) + 2;
}

static void
put_head(struct buf *b, const struct table *t)
{
	size_t owed = 0;

	for (size_t i = 0; i < t->n; i++) {
		char *name = arena_strdup(t->arena, t->names[i]);

		for (char *p = name; *p != '\0'; p++)
			*p = strchr("._", *p) != NULL ? ' ' :
			    (char)toupper((unsigned char)*p);
		put(b, t, i, name, &owed);
	}
	buf_putc(b, '\n');
}

static void
put_table(struct buf *b, struct table *t, const struct json *rows)
{
	if (rows->count == 0)
		return;
	measure(t, rows);
	put_head(b, t);
	for (const struct json *row = rows->first; row != NULL; row = row->next) {
		size_t owed = 0;

		for (size_t i = 0; i < t->n; i++)
			put(b, t, i, cell(t->arena, member(row, t->names[i])),
			    &owed);
		buf_putc(b, '\n');
	}
}

static void
put_csv(struct buf *b, const struct table *t, const struct json *rows)
{
	for (size_t i = 0; i < t->n; i++)
		csv_write_cell(b, t->names[i], i == 0);
	csv_write_end(b);
	for (const struct json *row = rows->first; row != NULL; row = row->next) {
		for (size_t i = 0; i < t->n; i++)
			csv_write_cell(b, cell(t->arena,
			    member(row, t->names[i])), i == 0);
		csv_write_end(b);
	}
}

static void
take_names(struct table *t, const struct json *rows)
{
	const char **names = arena_array(t->arena, MOST_COLUMNS,
	    sizeof(*names));

	t->names = names;
	if (rows->first == NULL)
		return;
	for (const struct json *m = rows->first->first;
	    m != NULL && t->n < MOST_COLUMNS; m = m->next)
		if (m->name != NULL)
			names[t->n++] = m->name;
}

enum status
listing_print(struct arena *a, enum listing form, const struct json *rows,
	      const char *const *names, size_t n)
{
	struct table t = {.arena = a, .names = names, .n = n};
	struct buf b;

	buf_init(&b, a);
	if (names == NULL)
		take_names(&t, rows);
	if (form == LISTING_JSON)
		json_write(&b, rows);
	else if (form == LISTING_CSV)
		put_csv(&b, &t, rows);
	else
		put_table(&b, &t, rows);
	return b.n == 0 ? STATUS_OK : command_print_text(&b);
}
