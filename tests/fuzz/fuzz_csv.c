/* SPDX-License-Identifier: MIT */
/*
 * fuzz_csv — what was read is within its limits, and reads the same when it has been
 * written; a formula then has an apostrophe before it.
 */
#include "csv/csv.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct csv_limits limits = {.records = 20, .cells = 8, .bytes = 64};
static const struct csv_limits wider = {.records = 20, .cells = 8, .bytes = 65};

static void
check_limits(const struct csv *t)
{
	int64_t line = 0;

	assert(t->n <= limits.records);
	for (size_t i = 0; i < t->n; i++) {
		assert(t->at[i].line > line);
		assert(t->at[i].n <= limits.cells);
		line = t->at[i].line;
		for (size_t k = 0; k < t->at[i].n; k++)
			assert(strlen(t->at[i].cells[k]) <= limits.bytes);
	}
}

static const char *
written(struct arena *a, const struct csv *t)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->n; i++) {
		for (size_t k = 0; k < t->at[i].n; k++)
			csv_write_cell(&b, t->at[i].cells[k], k == 0);
		csv_write_end(&b);
	}
	return buf_text(&b);
}

static void
check_same(const struct csv *x, const struct csv *y)
{
	assert(x->n == y->n);
	for (size_t i = 0; i < x->n; i++) {
		assert(x->at[i].n == y->at[i].n);
		for (size_t k = 0; k < x->at[i].n; k++) {
			const char *was = x->at[i].cells[k];
			const char *is = y->at[i].cells[k];

			assert(strcmp(was, is) == 0 ||
			    (*is == '\'' && strcmp(was, is + 1) == 0));
			assert(strchr("=+-@", *is) == NULL || *is == '\0');
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *arena;
	struct csv first, second;
	const char *why = NULL;
	int64_t line = 0;

	if (arena == NULL)
		arena = arena_open();
	if (csv_read(arena, arena_memdup(arena, data, size), &limits, &first,
	    &line, &why)) {
		check_limits(&first);
		/* A mark at the head of the first cell is no mark of the file. */
		if (first.n == 0 ||
		    strncmp(first.at[0].cells[0], "\xef\xbb\xbf", 3) != 0) {
			assert(csv_read(arena, written(arena, &first), &wider,
			    &second, &line, &why));
			check_same(&first, &second);
		}
	} else {
		assert(line >= 1 && why != NULL);
	}
	arena_reset(arena);
	return 0;
}
