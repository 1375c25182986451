/* SPDX-License-Identifier: MIT */
/*
 * caller — who calls, from where, and what she may do.
 *
 * A person with a session, a back end with an API key, or the operator at the
 * machine itself.  What it says holds for this very call: a deactivation is felt by
 * the next request (see known.h).
 */
#ifndef MODEL_CALLER_H
#define MODEL_CALLER_H

#include "model/kind.h"
#include "model/perm.h"
#include "model/service.h"
#include "model/setting.h"
#include "model/tenant.h"
#include "rpc/rpc.h"

/* What is read of a caller, in one go.  Of a key there is no account and no role, of
 * somebody who does not call now no session. */
#define CALLER_ROW(F, T)						\
	F(T, int,  revision)						\
	F(T, id,   session_id)						\
	F(T, str,  session_kind)					\
	F(T, str,  session_level)					\
	F(T, time, created_at)		/* of the session */		\
	F(T, time, authenticated_at)					\
	F(T, time, last_seen_at)					\
	F(T, int,  idle_seconds)					\
	F(T, time, expires_at)						\
	F(T, str,  ip)							\
	F(T, str,  user_agent)						\
	F(T, bool, remember)						\
	F(T, id,   host_id)	/* the platform, the tenant or its MSP */ \
	F(T, id,   account_id)						\
	F(T, str,  email)						\
	F(T, str,  communication_email)					\
	F(T, str,  first_name)						\
	F(T, str,  last_name)						\
	F(T, str,  language)						\
	F(T, bool, must_change_password)				\
	F(T, bool, mfa_enabled)						\
	F(T, bool, several)		/* memberships, now or once */	\
	F(T, str,  status)						\
	F(T, str,  permissions)						\
	F(T, time, last_sign_in_at)					\
	F(T, time, access_expires_at)					\
	F(T, int,  member_version)					\
	F(T, time, member_since)					\
	F(T, id,   role_id)						\
	F(T, str,  role_name)						\
	F(T, bool, role_builtin)					\
	F(T, str,  role_permissions)					\
	F(T, str,  can_assign)						\
	F(T, str,  role_title)						\
	F(T, str,  role_description)					\
	F(T, id,   key_id)						\
	F(T, str,  key_name)						\
	F(T, time, last_used_at)					\
	F(T, id,   tenant_id)						\
	F(T, str,  tenant_kind)						\
	F(T, id,   msp_id)						\
	F(T, str,  tenant_status)					\
	F(T, str,  tenant_name)						\
	F(T, str,  tenant_slug)						\
	F(T, str,  config)						\
	F(T, str,  msp_slug)						\
	F(T, str,  msp_status)						\
	F(T, str,  msp_config)						\
	F(T, str,  platform_config)
RECORD_STRUCT(caller_row, CALLER_ROW);

#define CALLER_STEP_UP_SECONDS	300

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
	const struct caller_row *row;	/* all that was read; NULL: the operator */
};

/* Fills what a row says of membership, tenant and permissions. */
void caller_of_row(struct call *, enum caller_kind, const struct caller_row *,
		   struct caller *out);

/* Whether tenant and MSP of a row are active. */
bool caller_row_is_open(const struct caller_row *);

/* rpc_hooks of this program but for `done`, which the process brings. */
extern const struct rpc_hooks caller_hooks;

/* Whose the credentials in the headers are, outside of any call: before a large body is
 * read.  NULL: nobody's.  Leaves no error behind. */
const struct caller *caller_find(struct rpc *, const struct request *);

/* A session that lacks something may do only what completes it: password_change_required,
 * step_up_required (the code is due), mfa_enrolment_required. */
MUST_USE bool caller_is_complete(struct call *);

/* Whether the caller may do PERM to what belongs to T. */
bool caller_may(const struct caller *, unsigned perm, const struct tenant_row *t);

/* Whether the caller reaches T at all. */
bool caller_covers(const struct caller *, const struct tenant_row *t);

/* The tenant, MSP or platform that a call is about: ID, or the caller's own if ID is zero.
 * not_found if the caller does not reach it (or it is deleted), permission_denied if she does
 * but may not do PERM there. */
MUST_USE bool caller_target(struct call *, struct id id, unsigned perm,
			    struct tenant_row *out);

/* The same for what needs to know no more of the tenant than id, kind, MSP, name, slug and
 * status: of the caller's own that was read together with her. */
MUST_USE bool caller_target_list(struct call *, struct id id, unsigned perm,
				 struct tenant_row *out);

/* The same for a change that must hold over several rows (last admin, seats, counts): before
 * anything is read it takes the row's lock and adds N to its users, so that whoever waited
 * for it sees what is true now.  First of its transaction. */
MUST_USE bool caller_enter(struct call *, struct id id, unsigned perm, int64_t n,
			   struct tenant_row *out);

/* step_up_required unless a credential was proved within the last five minutes; API keys and
 * the operator pass. */
MUST_USE bool caller_stepped_up(struct call *);

/* The same before one's own second factor is set up, which a restricted session may do at
 * once: that is what it is for. */
MUST_USE bool caller_may_enrol(struct call *);

/* permission_denied unless the caller is a person with a session; so for every method that
 * is for oneself. */
MUST_USE bool caller_is_person(struct call *);

#endif
