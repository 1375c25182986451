/* SPDX-License-Identifier: MIT */
#include "crypt/jwt.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define PURPOSE	"jwt-sign"

struct pair {
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

static void
derive(const struct keyring *k, unsigned number, struct pair *out)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	bool known = keyring_subkey(k, number, PURPOSE, seed);

	assert(known);
	(void)crypto_sign_seed_keypair(out->public, out->secret, seed);
	sodium_memzero(seed, sizeof(seed));
}

static const char *
encoded(struct arena *a, const char *text)
{
	return base64url_encode(a, (struct bytes){(const unsigned char *)text,
	    strlen(text)});
}

const char *
jwt_sign(struct arena *a, const struct keyring *k, const char *payload)
{
	unsigned number = keyring_current(k);
	unsigned char signature[crypto_sign_BYTES];
	struct pair pair;
	char *input;

	input = arena_printf(a, "%s.%s", encoded(a, arena_printf(a,
	    "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"%u\"}", number)),
	    encoded(a, payload));
	derive(k, number, &pair);
	(void)crypto_sign_detached(signature, NULL,
	    (const unsigned char *)input, strlen(input), pair.secret);
	sodium_memzero(&pair, sizeof(pair));
	return arena_printf(a, "%s.%s", input, base64url_encode(a,
	    (struct bytes){signature, sizeof(signature)}));
}

static void
add_key(struct buf *b, const struct keyring *k, unsigned number)
{
	struct pair pair;

	derive(k, number, &pair);
	buf_printf(b, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\","
	    "\"alg\":\"EdDSA\",\"kid\":\"%u\",\"x\":\"%s\"}", number,
	    base64url_encode(b->arena, (struct bytes){pair.public,
	    sizeof(pair.public)}));
	sodium_memzero(&pair, sizeof(pair));
}

void
jwt_keys(struct buf *b, const struct keyring *k)
{
	buf_puts(b, "{\"keys\":[");
	for (size_t i = 0; keyring_number(k, i) != 0; i++) {
		if (i > 0)
			buf_putc(b, ',');
		add_key(b, k, keyring_number(k, i));
	}
	buf_puts(b, "]}");
}
