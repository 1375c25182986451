/* SPDX-License-Identifier: MIT */
/*
 * totp — six digits that change every 30 seconds (RFC 6238, HMAC-SHA-1).
 *
 * The only user of libcrypto here: libsodium has no SHA-1.
 */
#ifndef CRYPT_TOTP_H
#define CRYPT_TOTP_H

#include "base/buf.h"

#define TOTP_SECRET	20	/* bytes */
#define TOTP_STEP	30	/* seconds */

/* The code of a time step, 0 to 999999 (RFC 4226 with that counter). */
unsigned totp_code(const unsigned char secret[TOTP_SECRET], int64_t step);

/* True if CODE is that of the current step or of the one before, and the step is later
 * than AFTER: a code that was used once is never taken again.  *out_step is its step. */
bool totp_check(const unsigned char secret[TOTP_SECRET], int64_t now,
		const char *code, int64_t after, int64_t *out_step);

/* otpauth://totp/ISSUER:ACCOUNT?secret=...&issuer=ISSUER, as authenticators read it. */
const char *totp_uri(struct arena *, const unsigned char secret[TOTP_SECRET],
		     const char *issuer, const char *account);

/* RFC 4648 base 32, upper case, without padding. */
const char *base32_encode(struct arena *, struct bytes);

#endif
