/* SPDX-License-Identifier: MIT */
#include "crypt/totp.h"

#include "crypt/crypt.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS	6

unsigned
totp_code(const unsigned char secret[TOTP_SECRET], int64_t step)
{
	unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned n = 0, at;
	uint32_t value;

	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)(step >> (56 - 8 * i));
	if (HMAC(EVP_sha1(), secret, TOTP_SECRET, counter, sizeof(counter),
	    mac, &n) == NULL || n != 20)
		abort();
	at = mac[19] & 15;
	value = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16 |
	    (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	return value % 1000000;
}

bool
totp_check(const unsigned char secret[TOTP_SECRET], int64_t now,
	   const char *code, int64_t after, int64_t *out_step)
{
	int64_t current = now / TOTP_STEP;
	bool right = false;

	if (strlen(code) != DIGITS)
		return false;
	for (int64_t step = current - 1; step <= current; step++) {
		char wanted[DIGITS + 1];

		(void)snprintf(wanted, sizeof(wanted), "%06u",
		    totp_code(secret, step));
		if (secret_equal(wanted, code, DIGITS) && step > after) {
			*out_step = step;
			right = true;
		}
	}
	return right;
}

const char *
base32_encode(struct arena *a, struct bytes b)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned acc = 0, bits = 0;
	struct buf out;

	buf_init(&out, a);
	for (size_t i = 0; i < b.n; i++) {
		acc = (acc << 8 | b.p[i]) & 0xfff;
		for (bits += 8; bits >= 5; bits -= 5)
			buf_putc(&out, alphabet[acc >> (bits - 5) & 31]);
	}
	if (bits > 0)
		buf_putc(&out, alphabet[acc << (5 - bits) & 31]);
	return buf_text(&out);
}

/* Percent-encoding of all but unreserved characters (RFC 3986). */
static void
add_encoded(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL)
			buf_putc(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

const char *
totp_uri(struct arena *a, const unsigned char secret[TOTP_SECRET],
	 const char *issuer, const char *account)
{
	struct buf b;

	buf_init(&b, a);
	buf_puts(&b, "otpauth://totp/");
	add_encoded(&b, issuer);
	buf_putc(&b, ':');
	add_encoded(&b, account);
	buf_printf(&b, "?secret=%s&issuer=", base32_encode(a,
	    (struct bytes){secret, TOTP_SECRET}));
	add_encoded(&b, issuer);
	return buf_text(&b);
}
