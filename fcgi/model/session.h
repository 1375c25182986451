/* SPDX-License-Identifier: MIT */
/*
 * session — a person's proof for a while, bound to the host where it was given.
 */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "model/caller.h"
#include "model/objects.h"

struct session_new {
	struct id account_id, tenant_id;
	struct id host_id;		/* the row of the host where it is made */
	const char *kind;		/* cookie, token */
	const char *level;		/* restricted, password, mfa */
	const struct settings *settings;	/* in force in the tenant */
	bool remember;			/* the cookie outlives the browser */
};

/* Opens one.  cookie: the Set-Cookie header of the reply is set and *out_token is NULL;
 * token: it is the bearer token, shown once.  Beyond twenty sessions the oldest ends. */
MUST_USE bool session_open(struct call *, const struct session_new *,
			   struct session *out, const char **out_token);

/* The caller's own, as the contract shows it. */
void session_of_caller(const struct caller *, struct session *out);

/* Something was proved: the caller's session goes on at LEVEL under a new value, and the
 * old one is worth nothing.  A cookie is set and *out_token is NULL, or it is the new bearer
 * token.  *out is the session as it is then. */
MUST_USE bool session_renew(struct call *, const char *level,
			    struct session *out, const char **out_token);

/* The caller's session goes on in another tenant, with what was proved and under a new
 * value; SETTINGS are those in force there. */
MUST_USE bool session_switch(struct call *, struct id tenant,
			     const struct settings *, struct session *out,
			     const char **out_token);

/* The caller's restricted session is a whole one of that level from now on.  A bearer token
 * keeps its value, for the answer has no place for another. */
MUST_USE bool session_promote(struct call *, const char *level);

/* Tells the browser to forget the cookie. */
void session_clear_cookie(struct call *);

/* Sessions of an account that still live, newest first; of TENANT alone unless it is
 * zero. */
MUST_USE bool session_list(struct call *, struct id account, struct id tenant,
			   const struct session **out_at, size_t *out_n);

/* Who is signed in, for whoever runs the service. */
#define SESSION_WHO(F, T)						\
	F(T, str,  tenant)		/* slug, or admin */		\
	F(T, str,  email)						\
	F(T, str,  level)						\
	F(T, str,  kind)						\
	F(T, time, since)						\
	F(T, time, last_seen_at)					\
	F(T, str,  ip)
RECORD_STRUCT(session_who, SESSION_WHO);

/* At most LIMIT, the last ones seen first; SLUG and EMAIL NULL: of all tenants, of
 * everybody. */
MUST_USE bool session_who(struct call *, const char *slug, const char *email,
			  int64_t limit, const struct session_who **out_at,
			  size_t *out_n);

/* Ends sessions; *ended is their number.  ONE: this one alone (not_found if there is none;
 * TENANT as above); ACCOUNT: all of them everywhere; OTHERS: all but KEEP; MEMBER: those
 * inside one tenant; TENANT: everybody's in it, of an MSP in its tenants too. */
MUST_USE bool session_end_one(struct call *, struct id account, struct id tenant,
			      struct id session, int64_t *ended);
MUST_USE bool session_end_account(struct call *, struct id account, int64_t *ended);
MUST_USE bool session_end_others(struct call *, struct id account, struct id keep,
				 int64_t *ended);
MUST_USE bool session_end_member(struct call *, struct id account,
				 struct id tenant, int64_t *ended);
MUST_USE bool session_end_tenant(struct call *, const struct tenant_row *,
				 int64_t *ended);

#endif
