/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "crypt/crypt.h"

static const unsigned char key[32] = {1, 2, 3};
static const unsigned char other_key[32] = {1, 2, 4};

static struct bytes
text(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static void
what_was_sealed_comes_back(void **state)
{
	static const char *const plain[] = {"", "x", "a seed of twenty byt"};
	struct ctx *c = *state;
	struct bytes back;

	for (size_t i = 0; i < countof(plain); i++) {
		struct bytes in = text(plain[i]);
		struct bytes sealed = seal(c->arena, key, in, text("row 1"));

		assert_int_equal(sealed.n, in.n + 40);
		assert_true(unseal(c->arena, key, sealed, text("row 1"), &back));
		assert_int_equal(back.n, in.n);
		assert_memory_equal(back.p, in.p, in.n);
	}
}

static void
the_same_text_is_never_sealed_alike(void **state)
{
	struct ctx *c = *state;
	struct bytes one = seal(c->arena, key, text("x"), text(""));
	struct bytes other = seal(c->arena, key, text("x"), text(""));

	assert_memory_not_equal(one.p, other.p, one.n);
}

static void
another_key_or_another_place_opens_nothing(void **state)
{
	struct ctx *c = *state;
	struct bytes sealed = seal(c->arena, key, text("seed"), text("row 1"));
	struct bytes back;

	assert_false(unseal(c->arena, other_key, sealed, text("row 1"), &back));
	assert_false(unseal(c->arena, key, sealed, text("row 2"), &back));
	assert_false(unseal(c->arena, key, sealed, text(""), &back));
}

static void
every_changed_or_missing_byte_is_noticed(void **state)
{
	struct ctx *c = *state;
	struct bytes sealed = seal(c->arena, key, text("seed"), text("row 1"));
	unsigned char *copy = (unsigned char *)arena_memdup(c->arena, sealed.p,
	    sealed.n);
	struct bytes back, changed = {copy, sealed.n};

	for (size_t i = 0; i < sealed.n; i++) {
		copy[i] ^= 1;
		assert_false(unseal(c->arena, key, changed, text("row 1"), &back));
		copy[i] ^= 1;
		changed.n = i;
		assert_false(unseal(c->arena, key, changed, text("row 1"), &back));
		changed.n = sealed.n;
	}
	assert_true(unseal(c->arena, key, changed, text("row 1"), &back));
}

/* The example of draft-irtf-cfrg-xchacha, A.3.1. */
static void
the_cipher_is_xchacha20_poly1305(void **state)
{
	static const char sealed_hex[] =
	    "404142434445464748494a4b4c4d4e4f5051525354555657"
	    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
	    "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
	    "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
	    "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780a"
	    "cf49";
	struct ctx *c = *state;
	struct bytes k, sealed, aad, plain;

	assert_true(hex_decode(c->arena, "808182838485868788898a8b8c8d8e8f"
	    "909192939495969798999a9b9c9d9e9f", &k));
	assert_true(hex_decode(c->arena, sealed_hex, &sealed));
	assert_true(hex_decode(c->arena, "50515253c0c1c2c3c4c5c6c7", &aad));
	assert_true(unseal(c->arena, k.p, sealed, aad, &plain));
	assert_string_equal((const char *)plain.p, "Ladies and Gentlemen of the "
	    "class of '99: If I could offer you only one tip for the future, "
	    "sunscreen would be it.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_was_sealed_comes_back),
		UNIT(the_same_text_is_never_sealed_alike),
		UNIT(another_key_or_another_place_opens_nothing),
		UNIT(every_changed_or_missing_byte_is_noticed),
		UNIT(the_cipher_is_xchacha20_poly1305),
	};

	crypt_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
