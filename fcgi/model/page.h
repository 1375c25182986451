/* SPDX-License-Identifier: MIT */
/*
 * page — which part of a list a call asks for, and where the next one begins.
 *
 * Lists are in the order of ids, or of a text that is sorted by and then of ids.  By
 * offset a page costs what stands before it and has an exact total; by cursor it costs
 * the same wherever it is, and has none.
 */
#ifndef MODEL_PAGE_H
#define MODEL_PAGE_H

#include "rpc/call.h"

/* The members that a list takes and gives beside its own. */
#define PAGE_IN(F, T, LIMIT, MOST)					\
	F(T, int, limit, .opt = true, .has_def = true, .def = (LIMIT),	\
	    .min = 1, .max = (MOST), .doc = "Most items of the answer")	\
	F(T, int, offset, .opt = true, .max = 1000000000,		\
	    .doc = "Items to leave out")				\
	F(T, str, cursor, .opt = true, .max = 1000, .format = FORMAT_printable, \
	    .doc = "next_cursor of the page before, instead of an offset")
#define PAGE_OUT(F, T, OF)						\
	F(T, list, items, OF, .doc = "This page")			\
	F(T, int,  total, .nullable = true,				\
	    .doc = "All items, on pages asked for by offset")		\
	F(T, str,  next_cursor, .nullable = true,			\
	    .doc = "Where the next page begins; null: this is the last")

enum order { OLDEST_FIRST, NEWEST_FIRST, SORTED };

struct page {
	int64_t limit, offset;
	int64_t fetch;		/* rows to ask for: one more than are shown */
	struct bytes from;	/* the id behind which it begins */
	const char *key;	/* SORTED: with this text; NULL: at the start */
	bool by_cursor;		/* no total */
};

/* A cursor that nobody handed out, or one beside an offset, is a fault. */
MUST_USE bool page_open(struct call *, int64_t limit, int64_t offset,
			const char *cursor, enum order, struct page *out);

/* Of N rows that were found, how many are shown. */
size_t page_shown(const struct page *, size_t n);

/* next_cursor when N rows were found and LAST is the last one shown. */
const char *page_next(struct call *, const struct page *, size_t n, struct id last);

/* A pattern for LIKE that finds the text anywhere; % _ and \ in it mean themselves.  NULL
 * stays NULL. */
const char *like_anywhere(struct arena *, const char *text);

/* The same for a list that is SORTED, by the text KEY of the last one. */
const char *page_next_sorted(struct call *, const struct page *, size_t n,
			     struct id last, const char *key);

#endif
