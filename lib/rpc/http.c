/* SPDX-License-Identifier: MIT */
#include "rpc/http.h"

#include <assert.h>
#include <string.h>

void
reply_header(struct reply *r, const char *name, const char *value)
{
	assert(r->header_count < MOST_HEADERS);
	assert(strpbrk(value, "\r\n") == NULL);
	r->headers[r->header_count].name = name;
	r->headers[r->header_count].value = value;
	r->header_count++;
}

const char *
request_cookie(struct arena *a, const struct request *r, const char *name)
{
	size_t n = strlen(name);
	const char *p = r->cookie;

	while (p != NULL && *p != '\0') {
		size_t len;

		p += strspn(p, " ;");
		len = strcspn(p, ";");
		if (len > n && strncmp(p, name, n) == 0 && p[n] == '=')
			return arena_memdup(a, p + n + 1, len - n - 1);
		p += len;
	}
	return NULL;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Percent-encoding and + for a space; NULL if it is not well formed or holds NUL. */
static const char *
decoded(struct arena *a, const char *s, size_t n)
{
	char *out = arena_alloc(a, n + 1);
	size_t used = 0;

	for (size_t i = 0; i < n; i++) {
		int c = s[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < n ? hex_digit(s[i + 1]) : -1;
			int low = i + 2 < n ? hex_digit(s[i + 2]) : -1;

			if (high < 0 || low < 0 || high * 16 + low == 0)
				return NULL;
			c = high * 16 + low;
			i += 2;
		}
		out[used++] = (char)c;
	}
	return out;
}

const char *
request_query(struct arena *a, const struct request *r, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = r->query; *p != '\0'; ) {
		size_t len = strcspn(p, "&");

		if (len > n && strncmp(p, name, n) == 0 && p[n] == '=')
			return decoded(a, p + n + 1, len - n - 1);
		p += len;
		p += *p == '&';
	}
	return NULL;
}
