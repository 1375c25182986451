/* SPDX-License-Identifier: MIT */
/*
 * session — a person's proof for a while, bound to the host where it was given.
 */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "model/caller.h"
#include "model/objects.h"

/* Opens a session of the account as a member of T on the host HOST_ID; LEVEL is
 * restricted, password or mfa.  KIND cookie: the Set-Cookie header of the reply is set
 * and *out_token is NULL; token: it is the bearer token, shown once.  Beyond twenty
 * sessions the oldest ends. */
MUST_USE bool session_open(struct call *, struct id account,
			   const struct tenant_row *t, struct id host_id,
			   const char *kind, const char *level,
			   struct session *out, const char **out_token);

/* Tells the browser to forget the cookie. */
void session_clear_cookie(struct call *);

/* Sessions of an account that still live, newest first. */
MUST_USE bool session_list(struct call *, struct id account,
			   const struct session **out_at, size_t *out_n);

/* Ends sessions; *ended is their number.  ONE: this one alone; ACCOUNT: all of them
 * everywhere; OTHERS: all but KEEP; MEMBER: those inside one tenant; TENANT: everybody's
 * in it; MSP: everybody's in its tenants and in itself. */
MUST_USE bool session_end_one(struct call *, struct id account, struct id session,
			      int64_t *ended);
MUST_USE bool session_end_account(struct call *, struct id account, int64_t *ended);
MUST_USE bool session_end_others(struct call *, struct id account, struct id keep,
				 int64_t *ended);
MUST_USE bool session_end_member(struct call *, struct id account,
				 struct id tenant, int64_t *ended);
MUST_USE bool session_end_tenant(struct call *, const struct tenant_row *,
				 int64_t *ended);

#endif
