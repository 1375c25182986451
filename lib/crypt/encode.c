/* SPDX-License-Identifier: MIT */
#include "crypt/crypt.h"

#include <sodium.h>

static const char *
base64(struct arena *a, struct bytes in, int variant)
{
	size_t room = sodium_base64_encoded_len(in.n, variant);
	char *text = arena_alloc(a, room);

	return sodium_bin2base64(text, room, in.p, in.n, variant);
}

const char *
base64url_encode(struct arena *a, struct bytes in)
{
	return base64(a, in, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *
base64_encode(struct arena *a, struct bytes in)
{
	return base64(a, in, sodium_base64_VARIANT_ORIGINAL);
}

bool
base64url_decode(struct arena *a, const char *text, struct bytes *out)
{
	size_t length = strlen(text), n;
	size_t room = length / 4 * 3 + 3;
	unsigned char *p = arena_alloc(a, room);

	if (sodium_base642bin(p, room, text, length, NULL, &n, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	*out = (struct bytes){p, n};
	return true;
}

const char *
hex_encode(struct arena *a, struct bytes in)
{
	size_t room = in.n * 2 + 1;

	return sodium_bin2hex(arena_alloc(a, room), room, in.p, in.n);
}

bool
hex_decode(struct arena *a, const char *text, struct bytes *out)
{
	size_t length = strlen(text), n;
	unsigned char *p = arena_alloc(a, length / 2 + 1);

	if (sodium_hex2bin(p, length / 2 + 1, text, length, NULL, &n, NULL) != 0)
		return false;
	*out = (struct bytes){p, n};
	return true;
}
