/* SPDX-License-Identifier: MIT */
/*
 * caller — who calls, from where, and what she may do.
 *
 * A person with a session, a back end with an API key, or the operator at the
 * machine itself.  What it says was read for this very call: no cache stands
 * between a deactivation and the next request.
 */
#ifndef MODEL_CALLER_H
#define MODEL_CALLER_H

#include "model/kind.h"
#include "model/perm.h"
#include "model/service.h"
#include "model/setting.h"
#include "model/tenant.h"
#include "rpc/rpc.h"

enum caller_kind { CALLER_user, CALLER_api_key, CALLER_operator };

struct caller {
	enum caller_kind kind;
	struct id id;			/* account or key; zero: the operator */
	const char *name;		/* email or name of the key */

	struct id tenant_id;		/* where she is a member */
	enum level level;		/* of that */
	struct id msp_id;		/* its MSP, or itself if it is one */
	const char *tenant_name, *tenant_slug;
	struct settings settings;	/* in force there */

	struct perms held;		/* in the tenants that she reaches */
	struct perms own;		/* in the MSP, tenant or platform itself */
	struct strs additional;		/* permissions beyond the role's */
	const char *role_name, *role_title;
	struct strs can_assign;		/* names of roles */

	/* Of a person with a session. */
	struct id session_id;
	struct token_hash session_hash;
	const char *session_kind;	/* cookie, token */
	const char *session_level;	/* restricted, password, mfa */
	int64_t authenticated_at;
	const char *language;
	bool must_change_password;
};

/* rpc_hooks of this program but for `done`, which the process brings. */
extern const struct rpc_hooks caller_hooks;

/* Whether the credentials in the headers are accepted, before a large body is read.
 * Leaves no error behind. */
bool caller_is_known(struct rpc *, const struct request *);

/* Whether the caller may do PERM to what belongs to T. */
bool caller_may(const struct caller *, unsigned perm, const struct tenant_row *t);

/* Whether the caller reaches T at all. */
bool caller_covers(const struct caller *, const struct tenant_row *t);

/* The tenant, MSP or platform that a call is about: ID, or the caller's own if ID is zero.
 * not_found if the caller does not reach it (or it is deleted), permission_denied if she does
 * but may not do PERM there. */
MUST_USE bool caller_target(struct call *, struct id id, unsigned perm,
			    struct tenant_row *out);

/* step_up_required unless a credential was proved within the last five minutes; API keys and
 * the operator pass. */
MUST_USE bool caller_stepped_up(struct call *);

/* permission_denied unless the caller is a person with a session. */
MUST_USE bool caller_is_person(struct call *);

#endif
