/* SPDX-License-Identifier: MIT */
#include "crypt/crypt.h"

#include <assert.h>
#include <sodium.h>

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32,
    "the key of the interface");

struct bytes
seal(struct arena *a, const unsigned char key[32], struct bytes plain,
     struct bytes aad)
{
	unsigned char *p = arena_alloc(a, NONCE + plain.n + MAC);

	/* 192 random bits never meet again: no counter has to be kept. */
	randombytes_buf(p, NONCE);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(p + NONCE, NULL,
	    plain.p, plain.n, aad.p, aad.n, NULL, p, key);
	return (struct bytes){p, NONCE + plain.n + MAC};
}

bool
unseal(struct arena *a, const unsigned char key[32], struct bytes sealed,
       struct bytes aad, struct bytes *out)
{
	unsigned char *p;
	size_t n;

	if (sealed.n < NONCE + MAC)
		return false;
	n = sealed.n - NONCE - MAC;
	p = arena_alloc(a, n + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(p, NULL, NULL,
	    sealed.p + NONCE, n + MAC, aad.p, aad.n, sealed.p, key) != 0)
		return false;
	*out = (struct bytes){p, n};
	return true;
}
