/* SPDX-License-Identifier: MIT */
#include "model/erased.h"

#include "model/account.h"
#include "model/service.h"

#include <string.h>

/* The oldest key: a hash cannot be made anew when a key is added. */
static bool
oldest_key(const struct keyring *keys, unsigned char out[32])
{
	for (unsigned n = 0; n <= keyring_current(keys); n++)
		if (keyring_subkey(keys, n, "erased", out))
			return true;
	return false;
}

const char *
erased_key(struct call *c, const char *email)
{
	struct arena *a = call_arena(c);
	const char *plain = account_email_key(a, email);
	unsigned char key[32];
	struct token_hash hash;

	if (service(c)->keys == NULL || !oldest_key(service(c)->keys, key))
		return NULL;
	hash = digest((struct bytes){key, sizeof(key)},
	    (struct bytes){(const unsigned char *)plain, strlen(plain)});
	return arena_printf(a, "erased:%s",
	    hex_encode(a, (struct bytes){hash.b, sizeof(hash.b)}));
}
