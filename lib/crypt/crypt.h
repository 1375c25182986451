/* SPDX-License-Identifier: MIT */
/*
 * crypt — sole user of libsodium: passwords, tokens, sealing.
 */
#ifndef CRYPT_CRYPT_H
#define CRYPT_CRYPT_H

#include "base/buf.h"
#include "base/ctx.h"
#include "base/meter.h"

/* Once per process, before anything else here.  Dies if it cannot. */
void crypt_init(void);

/* ---- passwords: argon2id ---- */
struct password_cost {
	unsigned memory_kib;
	unsigned passes;
};

/* *out is the text form ($argon2id$...), in the arena.  busy if there is no memory
 * for it or too many are being hashed on this host (password_slots). */
MUST_USE bool password_hash(struct ctx *, const struct password_cost *,
			    const char *password, const char **out);

/* *right says whether it is the password.  HASH NULL: the same work is done, and
 * *right is false (known and unknown addresses take the same time).  Never
 * mistakes want of memory for a wrong password: that is busy. */
MUST_USE bool password_verify(struct ctx *, const struct password_cost *,
			      const char *hash, const char *password,
			      bool *right);

/* True if the hash was made with less than the cost now asked for. */
bool password_is_weaker(const char *hash, const struct password_cost *);

/* At most SLOTS computations at a time over all processes forked afterwards.  WAITING
 * more wait up to WAIT_MS, then get busy; all others get busy at once.  Call once before
 * fork; a process that dies gives its slot back, however it dies. */
void password_slots(unsigned slots, unsigned waiting, unsigned wait_ms);

/* From here on this process adds its computations up there, waiting not included. */
void password_meter(struct meter *);

/* From here on this process computes in a thread of a lower priority than its own.  Call
 * once, after fork; without threads to be had nothing changes. */
void password_patient(void);

/* A turn taken ahead: until password_turn_end() this process computes without waiting
 * again, so that what is noted in between is noted for a computation that comes.  Fails
 * with busy. */
MUST_USE bool password_turn_begin(struct ctx *);
void password_turn_end(void);

/* ---- tokens ---- */
#define TOKEN_TEXT	43	/* characters of 256 bits in base64url */
struct token_hash {
	unsigned char b[32];
};

/* PREFIX and 43 characters of 256 random bits, in the arena. */
const char *token_make(struct arena *, const char *prefix);

/* What is stored of a token: BLAKE2b-256 bound to PURPOSE ("session",
 * "invitation" ...), so that a token of one purpose is nothing to another. */
struct token_hash token_hash(const char *purpose, const char *token);

/* ---- bytes and text ---- */
const char *base64url_encode(struct arena *, struct bytes);
bool base64url_decode(struct arena *, const char *, struct bytes *out);
const char *base64_encode(struct arena *, struct bytes);	/* with padding */
const char *hex_encode(struct arena *, struct bytes);
bool hex_decode(struct arena *, const char *, struct bytes *out);
bool secret_equal(const void *, const void *, size_t);	/* constant time */
void random_bytes(void *, size_t);

/* BLAKE2b-256, with KEY (n 0: none). */
struct token_hash digest(struct bytes key, struct bytes data);

/* ---- sealing: XChaCha20-Poly1305 ---- */

/* Under 32 bytes of key: nonce and ciphertext in one; AAD is bound to it. */
struct bytes seal(struct arena *, const unsigned char key[32], struct bytes plain,
		  struct bytes aad);
/* False if it was not sealed so; sets no error. */
MUST_USE bool unseal(struct arena *, const unsigned char key[32],
		     struct bytes sealed, struct bytes aad, struct bytes *out);

/* ---- the keys of the configuration ---- */
/* Lines `NUMBER HEX64`; the highest number is the current one. */
struct keyring;
/* NULL and *why (static text) if the file cannot be used (absent, readable by others,
 * malformed).  Lives until the process ends. */
struct keyring *keyring_open(const char *path, const char **why);
/* A new file with one random key, mode 0600; false if it exists or cannot be made. */
MUST_USE bool keyring_create(const char *path);
unsigned keyring_current(const struct keyring *);
/* The numbers in the order of the file, from 0 on; 0 behind the last. */
unsigned keyring_number(const struct keyring *, size_t i);
/* The subkey of that number for PURPOSE (up to 8 characters); false if there is no such
 * number. */
MUST_USE bool keyring_subkey(const struct keyring *, unsigned number,
			     const char *purpose, unsigned char out[32]);

#endif
