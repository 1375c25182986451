/* SPDX-License-Identifier: MIT */
/*
 * jwt — signed claims for third parties: EdDSA (RFC 8037) and nothing else.
 *
 * The signing key is derived from the keyring's current key; the public keys of all
 * keys in the ring are published, so that a rotation breaks no token that lives.
 */
#ifndef CRYPT_JWT_H
#define CRYPT_JWT_H

#include "crypt/crypt.h"

/* The compact form (RFC 7515) of a payload that is JSON already. */
const char *jwt_sign(struct arena *, const struct keyring *, const char *payload);

/* {"keys":[...]}: a JSON Web Key Set (RFC 7517). */
void jwt_keys(struct buf *, const struct keyring *);

#endif
