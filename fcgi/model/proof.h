/* SPDX-License-Identifier: MIT */
/*
 * proof — whether somebody knows a password, as one counted try.
 */
#ifndef MODEL_PROOF_H
#define MODEL_PROOF_H

#include "model/account.h"

/* For those who are not signed in.  Known and unknown addresses, accounts with and without
 * a password, all take the same work.  *right: it is the password of the account with that
 * address; *out is the account as it is now, and its password cannot change until the call
 * ends.  Not right: *out is the account or, if there is none, its id is zero.
 *
 * Ends the transaction of the call, so that others see the try and no lock is held while
 * the password is hashed, and begins another one: nothing may have been written before.
 * Fails with throttled, busy. */
MUST_USE bool proof_by_stranger(struct call *, const char *email,
				const char *password, struct account_row *out,
				bool *right);

/* For the caller herself, inside the transaction of the call; before anything else is
 * written.  A wrong one fails with auth_failed, and the try stays counted. */
MUST_USE bool proof_by_caller(struct call *, const char *password,
			      const char *field);

#endif
