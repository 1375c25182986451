/* SPDX-License-Identifier: MIT */
#include "model/page.h"

#include "crypt/crypt.h"

#include <string.h>

static const unsigned char before_all[sizeof(struct id)];
static const unsigned char behind_all[sizeof(struct id)] = {
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};

static const char *
cursor_of(struct arena *a, struct bytes id)
{
	return base64url_encode(a, id);
}

bool
page_open(struct call *c, int64_t limit, int64_t offset, const char *cursor,
	  enum order order, struct page *out)
{
	struct arena *a = call_arena(c);
	struct bytes from = {order == OLDEST_FIRST ? before_all : behind_all,
	    sizeof(struct id)};

	if (cursor != NULL && offset != INT_ABSENT)
		return fail_param(&c->ctx, "cursor", "exclusive",
		    "stands instead of an offset");
	if (cursor != NULL && (!base64url_decode(a, cursor, &from) ||
	    from.n != sizeof(struct id) ||
	    strcmp(cursor_of(a, from), cursor) != 0))
		return fail_param(&c->ctx, "cursor", "format",
		    "must be a next_cursor");
	*out = (struct page){
		.limit = limit, .fetch = limit + 1, .from = from,
		.offset = offset == INT_ABSENT ? 0 : offset,
		.by_cursor = cursor != NULL,
	};
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
	if (n <= (size_t)p->limit)
		return NULL;
	return cursor_of(call_arena(c),
	    (struct bytes){last.b, sizeof(last.b)});
}

const char *
like_anywhere(struct arena *a, const char *text)
{
	struct buf b;

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
