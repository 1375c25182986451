/* SPDX-License-Identifier: MIT */
#include "crypt/crypt.h"

#include <sodium.h>

const char *
token_make(struct arena *a, const char *prefix)
{
	unsigned char raw[32];
	const char *token;

	randombytes_buf(raw, sizeof(raw));
	token = arena_printf(a, "%s%s", prefix,
	    base64url_encode(a, (struct bytes){raw, sizeof(raw)}));
	sodium_memzero(raw, sizeof(raw));
	return token;
}

struct token_hash
token_hash(const char *purpose, const char *token)
{
	crypto_generichash_state state;
	struct token_hash h;

	/* The NUL after the purpose is hashed too: where it ends is certain. */
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(h.b));
	(void)crypto_generichash_update(&state,
	    (const unsigned char *)purpose, strlen(purpose) + 1);
	(void)crypto_generichash_update(&state,
	    (const unsigned char *)token, strlen(token));
	(void)crypto_generichash_final(&state, h.b, sizeof(h.b));
	return h;
}
