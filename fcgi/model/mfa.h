/* SPDX-License-Identifier: MIT */
/*
 * mfa — a second factor: six digits from a device (RFC 6238), or a recovery code.
 *
 * The secret is sealed under a key of the key file and bound to its account, so that a
 * row is worth nothing elsewhere.  Wrong codes are counted over all sessions, as wrong
 * passwords are.
 */
#ifndef MODEL_MFA_H
#define MODEL_MFA_H

#include "model/caller.h"

#define RECOVERY_CODES	10

/* A new secret that waits for its first code.  mfa_already_enrolled. */
MUST_USE bool mfa_begin(struct call *, struct id account,
			unsigned char out_secret[20]);

/* The first code was right: from now on it is asked for.  mfa_failed, mfa_not_enrolled,
 * mfa_already_enrolled. */
MUST_USE bool mfa_confirm(struct call *, struct id account, const char *code);

/* A code of the device, taken once; mfa_failed, mfa_not_enrolled, throttled.  The wrong try
 * stays counted. */
MUST_USE bool mfa_check_code(struct call *, struct id account, const char *code);

/* One of the recovery codes, used up by that; the same failures. */
MUST_USE bool mfa_check_recovery(struct call *, struct id account, const char *code);

/* Ten new ones, shown once; the old ones are worth nothing. */
MUST_USE bool mfa_new_codes(struct call *, struct id account, struct strs *out);

/* No second factor any more; mfa_not_enrolled if there was none. */
MUST_USE bool mfa_remove(struct call *, struct id account);

/* The person is told by mail that it changed. */
MUST_USE bool mfa_notify(struct call *, struct id account, struct id tenant);

#endif
