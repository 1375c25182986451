/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "crypt/crypt.h"
#include "crypt/totp.h"

/* The secret of the test vectors of RFC 6238, appendix B. */
static const unsigned char secret[] = "12345678901234567890";

static void
codes_are_those_of_rfc_6238(void **state)
{
	(void)state;
	assert_int_equal(totp_code(secret, 59 / TOTP_STEP), 287082);
	assert_int_equal(totp_code(secret, 1111111109 / TOTP_STEP), 81804);
	assert_int_equal(totp_code(secret, 1111111111 / TOTP_STEP), 50471);
	assert_int_equal(totp_code(secret, 1234567890 / TOTP_STEP), 5924);
	assert_int_equal(totp_code(secret, 2000000000 / TOTP_STEP), 279037);
	assert_int_equal(totp_code(secret, 20000000000 / TOTP_STEP), 353130);
}

static void
a_code_is_taken_once_in_its_step_and_the_next(void **state)
{
	int64_t step = -1;

	(void)state;
	assert_true(totp_check(secret, 59, "287082", -1, &step));
	assert_int_equal(step, 1);
	assert_false(totp_check(secret, 59, "287082", step, &step));
	assert_true(totp_check(secret, 89, "287082", 0, &step));
	assert_false(totp_check(secret, 90, "287082", 0, &step));
	assert_false(totp_check(secret, 29, "287082", 0, &step));
	assert_false(totp_check(secret, 59, "28708", -1, &step));
	assert_false(totp_check(secret, 59, "2870822", -1, &step));
}

static void
base32_is_that_of_rfc_4648(void **state)
{
	static const char *const wanted[] = {"", "MY", "MZXQ", "MZXW6", "MZXW6YQ",
	    "MZXW6YTB", "MZXW6YTBOI"};
	struct ctx *c = *state;

	for (size_t n = 0; n < countof(wanted); n++)
		assert_string_equal(base32_encode(c->arena, (struct bytes){
		    (const unsigned char *)"foobar", n}), wanted[n]);
}

static void
the_uri_names_issuer_and_account(void **state)
{
	struct ctx *c = *state;

	assert_string_equal(totp_uri(c->arena, secret, "A & B", "a@b.test"),
	    "otpauth://totp/A%20%26%20B:a%40b.test?secret="
	    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A%20%26%20B");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(codes_are_those_of_rfc_6238),
		UNIT(a_code_is_taken_once_in_its_step_and_the_next),
		UNIT(base32_is_that_of_rfc_4648),
		UNIT(the_uri_names_issuer_and_account),
	};

	crypt_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
