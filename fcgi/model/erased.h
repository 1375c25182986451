/* SPDX-License-Identifier: MIT */
/*
 * erased — the address of an erased person, as all that is kept of it.
 *
 * Where addresses are never used again (login_email_reuse) an erased one has to be known
 * when it comes back, and may not be read until then: it stands in the data as a hash
 * under a key that does not.
 */
#ifndef MODEL_ERASED_H
#define MODEL_ERASED_H

#include "rpc/call.h"

/* What stands for EMAIL in account.email_key; NULL if there is no key file. */
const char *erased_key(struct call *, const char *email);

#endif
