/* SPDX-License-Identifier: MIT */
/*
 * audit — who did what to whom: one event for each change, in its transaction.
 */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "model/objects.h"
#include "model/page.h"

/* The event of a call; ERR: it was refused.  The hook of the dispatcher. */
MUST_USE bool audit_call(struct call *, const struct error *err);

/* An event without a call of its own: the keeper's (actor "system"). */
MUST_USE bool audit_system(struct call *, struct id tenant, struct id target,
			   const char *action, const char *changes);

/* ---- reading ---- */

#define AUDIT_ACTOR(F, T)						\
	F(T, str, kind, .one_of = "user|api_key|operator|system", .doc = "What acted") \
	F(T, id,  id, .kind = KIND_user, .kind2 = KIND_key, .nullable = true, \
	    .doc = "Account or key")					\
	F(T, str, name, .empty = true, .doc = "Email or name, as it was then")
RECORD_STRUCT(audit_actor, AUDIT_ACTOR);

#define AUDIT_EVENT(F, T)						\
	F(T, id,   id, .kind = KIND_audit, .doc = "The event")		\
	F(T, time, at, .doc = "When")					\
	F(T, rec,  actor, audit_actor, .doc = "Who")			\
	F(T, id,   tenant_id, ANY_TENANT, .doc = "Where")		\
	F(T, str,  action, .doc = "Name of the method")			\
	F(T, id,   target_id, .nullable = true, .doc = "What it was done to") \
	F(T, str,  refusal, .nullable = true, .doc = "Reason, if it was refused") \
	F(T, str,  ip, .empty = true, .doc = "From where")		\
	F(T, str,  request_id, .doc = "X-Request-Id of the call")	\
	F(T, json, changes, .doc = "What it was and is, or what was asked for")
RECORD_STRUCT(audit_event, AUDIT_EVENT);

struct audit_filter {
	struct id actor_id, target_id;	/* zero: any */
	const char *action;		/* NULL: any */
	int64_t from, to;		/* INT_ABSENT: any */
};

struct audit_events {
	const struct audit_event *at;
	size_t n;
};

/* Events of one tenant, MSP or platform, newest first. */
MUST_USE bool audit_list(struct call *, struct id tenant,
			 const struct audit_filter *, const struct page *,
			 struct audit_events *out);

#endif
