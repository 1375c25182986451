/* SPDX-License-Identifier: MIT */
#include "crypt/crypt.h"

#include <assert.h>
#include <sodium.h>

void
crypt_init(void)
{
	if (sodium_init() >= 0)
		return;
	(void)fputs("libsodium does not start: no randomness\n", stderr);
	abort();
}

void
random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

bool
secret_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

struct token_hash
digest(struct bytes key, struct bytes data)
{
	struct token_hash h;

	assert(key.n <= crypto_generichash_KEYBYTES_MAX);
	(void)crypto_generichash(h.b, sizeof(h.b), data.p, data.n,
	    key.n > 0 ? key.p : NULL, key.n);
	return h;
}
