/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "crypt/crypt.h"

static struct bytes
text(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static const char *
hex(struct ctx *c, struct token_hash h)
{
	return hex_encode(c->arena, (struct bytes){h.b, sizeof(h.b)});
}

static void
a_token_is_its_prefix_and_256_random_bits(void **state)
{
	struct ctx *c = *state;
	const char *one = token_make(c->arena, "tk_");
	const char *other = token_make(c->arena, "tk_");
	struct bytes raw;

	assert_memory_equal(one, "tk_", 3);
	assert_int_equal(strlen(one), 3 + TOKEN_TEXT);
	assert_true(base64url_decode(c->arena, one + 3, &raw));
	assert_int_equal(raw.n, 32);
	assert_string_not_equal(one, other);
}

static void
a_token_is_nothing_to_another_purpose(void **state)
{
	struct ctx *c = *state;
	struct token_hash session = token_hash("session", "abc");

	assert_string_equal(hex(c, session),
	    "055670f8563defd48520bdad863a99cf5495cc0170fbebdf18ef13b029184ac2");
	assert_string_equal(hex(c, token_hash("session", "abc")),
	    hex(c, session));
	assert_string_not_equal(hex(c, token_hash("invitation", "abc")),
	    hex(c, session));
	assert_string_not_equal(hex(c, token_hash("sessiona", "bc")),
	    hex(c, session));
}

static void
the_digest_is_blake2b_256(void **state)
{
	struct ctx *c = *state;

	assert_string_equal(hex(c, digest(text(""), text("abc"))),
	    "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	assert_string_equal(hex(c, digest(text(""), text(""))),
	    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	assert_string_equal(
	    hex(c, digest(text("0123456789abcdef"), text("abc"))),
	    "66b4857d42c644c61fca8c0bcea243e0e75088582c7964bbac6b92c02381d9c7");
}

/* The vectors of RFC 4648, section 10. */
static void
base64_is_that_of_the_rfc(void **state)
{
	static const char *const pairs[][3] = {
		{"", "", ""}, {"f", "Zg==", "Zg"}, {"fo", "Zm8=", "Zm8"},
		{"foo", "Zm9v", "Zm9v"}, {"foob", "Zm9vYg==", "Zm9vYg"},
		{"fooba", "Zm9vYmE=", "Zm9vYmE"},
		{"foobar", "Zm9vYmFy", "Zm9vYmFy"},
		{"\xfb\xff", "+/8=", "-_8"},
	};
	struct ctx *c = *state;
	struct bytes back;

	for (size_t i = 0; i < countof(pairs); i++) {
		struct bytes in = text(pairs[i][0]);

		assert_string_equal(base64_encode(c->arena, in), pairs[i][1]);
		assert_string_equal(base64url_encode(c->arena, in), pairs[i][2]);
		assert_true(base64url_decode(c->arena, pairs[i][2], &back));
		assert_int_equal(back.n, in.n);
		assert_memory_equal(back.p, in.p, in.n);
	}
}

static void
what_is_no_base64url_is_refused(void **state)
{
	static const char *const wrong[] = {
		"Zg==", "Z", "Zh", "Zm9v\n", " Zm9v", "+/8", "Zm9*", "Zm9vYg=",
	};
	struct ctx *c = *state;
	struct bytes back;

	for (size_t i = 0; i < countof(wrong); i++)
		assert_false(base64url_decode(c->arena, wrong[i], &back));
}

static void
hexadecimal_is_read_in_either_case_and_nothing_else(void **state)
{
	static const char *const wrong[] = {"a", "abc", "zz", "0x12", "12 ", "1 2"};
	struct ctx *c = *state;
	struct bytes back;

	assert_string_equal(hex_encode(c->arena, text("\x01\xab")), "01ab");
	assert_true(hex_decode(c->arena, "01aBFf", &back));
	assert_int_equal(back.n, 3);
	assert_memory_equal(back.p, "\x01\xab\xff", 3);
	assert_true(hex_decode(c->arena, "", &back));
	assert_int_equal(back.n, 0);
	for (size_t i = 0; i < countof(wrong); i++)
		assert_false(hex_decode(c->arena, wrong[i], &back));
}

static void
secrets_are_compared_whole(void **state)
{
	(void)state;
	assert_true(secret_equal("abc", "abc", 3));
	assert_false(secret_equal("abc", "abd", 3));
	assert_false(secret_equal("abc", "bbc", 3));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_token_is_its_prefix_and_256_random_bits),
		UNIT(a_token_is_nothing_to_another_purpose),
		UNIT(the_digest_is_blake2b_256),
		UNIT(base64_is_that_of_the_rfc),
		UNIT(what_is_no_base64url_is_refused),
		UNIT(hexadecimal_is_read_in_either_case_and_nothing_else),
		UNIT(secrets_are_compared_whole),
	};

	crypt_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
