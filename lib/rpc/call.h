/* SPDX-License-Identifier: MIT */
/*
 * call — what a handler sees of the world: memory, the database, who calls.
 *
 * A handler is pure: it reads its input and the database, writes its output and
 * the database, and asks for effects on the reply (a cookie) through the call.
 * So it can be run again after a deadlock, and undone by a rollback.
 */
#ifndef RPC_CALL_H
#define RPC_CALL_H

#include "db/db.h"
#include "json/json.h"
#include "rpc/http.h"
#include "rpc/method.h"

struct caller;		/* who calls: the program's own business */

struct call {
	struct ctx ctx;
	struct db *db;
	const struct method *method;
	const struct request *request;
	struct caller *who;		/* NULL: nobody (public methods) */
	const void *config;		/* the program's options */
	const struct json *params;	/* as sent */

	bool dry_run;
	int64_t if_version;		/* INT_ABSENT: not said */
	bool in_batch;

	/* Filled by the handler. */
	struct id audit_tenant;
	struct id audit_target;
	struct id audit_actor;		/* of a public method: who it turned out to be */
	const char *audit_actor_name;
	struct json *audit_changes;	/* object; NULL: the params, secrets masked */
	const char *audit_action;	/* NULL: the method's name */
	bool keep_refusal;		/* refused, yet what was written (a counter of
					 * wrong tries) stays, with an audit event */
	const char *set_cookie;		/* value of a Set-Cookie header */
	const char *set_cookie2;
};

/* The memory of the call. */
static inline struct arena *
call_arena(struct call *c)
{
	return c->ctx.arena;
}

/* What the audit event of this call is about. */
void call_target(struct call *, struct id tenant, struct id target);

/* One member of the audit's `changes`: what it was and is.  Secrets never. */
void call_changed(struct call *, const char *name, const char *old,
		  const char *now);

/* version_conflict unless the object is what if_version says (if it was said). */
MUST_USE bool call_version(struct call *, int64_t version);

#endif
