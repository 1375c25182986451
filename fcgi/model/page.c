/* SPDX-License-Identifier: MIT */
#include "model/page.h"

#include "base/utf8.h"
#include "crypt/crypt.h"

#include <string.h>

static const unsigned char before_all[sizeof(struct id)];
static const unsigned char behind_all[sizeof(struct id)] = {
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};

/* An id, and behind it the text that is sorted by. */
static bool
take_cursor(struct arena *a, const char *cursor, struct page *p)
{
	struct bytes all;

	if (!base64url_decode(a, cursor, &all) || all.n < sizeof(struct id) ||
	    strcmp(base64url_encode(a, all), cursor) != 0)
		return false;
	p->from = (struct bytes){all.p, sizeof(struct id)};
	p->key = arena_memdup(a, all.p + sizeof(struct id),
	    all.n - sizeof(struct id));
	return utf8_is_valid(p->key, all.n - sizeof(struct id)) &&
	    strlen(p->key) == all.n - sizeof(struct id);
}

bool
page_open(struct call *c, int64_t limit, int64_t offset, const char *cursor,
	  enum order order, struct page *out)
{
	struct page p = {
		.limit = limit, .fetch = limit + 1,
		.from = {order == NEWEST_FIRST ? behind_all : before_all,
		    sizeof(struct id)},
		.offset = offset == INT_ABSENT ? 0 : offset,
		.by_cursor = cursor != NULL,
	};

	if (cursor != NULL && offset != INT_ABSENT)
		return fail_param(&c->ctx, "cursor", "exclusive",
		    "stands instead of an offset");
	if (cursor != NULL && (!take_cursor(call_arena(c), cursor, &p) ||
	    (order != SORTED && *p.key != '\0')))
		return fail_param(&c->ctx, "cursor", "format",
		    "must be a next_cursor");
	*out = p;
	return true;
}

size_t
page_shown(const struct page *p, size_t n)
{
	return n > (size_t)p->limit ? (size_t)p->limit : n;
}

const char *
page_next(struct call *c, const struct page *p, size_t n, struct id last)
{
	return page_next_sorted(c, p, n, last, "");
}

const char *
page_next_sorted(struct call *c, const struct page *p, size_t n, struct id last,
		 const char *key)
{
	struct buf b;

	if (n <= (size_t)p->limit)
		return NULL;
	buf_init(&b, call_arena(c));
	buf_add(&b, last.b, sizeof(last.b));
	buf_puts(&b, key);
	return base64url_encode(call_arena(c), buf_bytes(&b));
}

const char *
like_anywhere(struct arena *a, const char *text)
{
	struct buf b;

	if (text == NULL)
		return NULL;
	buf_init(&b, a);
	buf_putc(&b, '%');
	for (; *text != '\0'; text++) {
		if (*text == '%' || *text == '_' || *text == '\\')
			buf_putc(&b, '\\');
		buf_putc(&b, *text);
	}
	buf_putc(&b, '%');
	return buf_text(&b);
}
