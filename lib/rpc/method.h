/* SPDX-License-Identifier: MIT */
/*
 * method — one declaration gives dispatch, permission, REST route, validation
 * and documentation.
 *
 *	METHOD(invitation_create, invitation_create_in, invitation_create_out,
 *		.name    = "invitation.create",
 *		.summary = "Invite people to a tenant.",
 *		.perm    = PERM_invitation_create,
 *		.tx      = TX_WRITE,
 *		.errors  = ERRS(E_email_taken, E_seat_limit));
 *
 * declares the typed handler, which follows it in the same file, and defines
 * method_invitation_create.  fcgi/local.mk lists the files; the table is made
 * from that list.
 */
#ifndef RPC_METHOD_H
#define RPC_METHOD_H

#include "record/record.h"

struct call;

enum tx {
	TX_UNSET,	/* refused at start-up: a method must say it */
	TX_NONE,	/* touches no state */
	TX_READ,	/* selects only */
	TX_WRITE	/* one transaction, one audit event */
};

/* The permission that a method needs; the program's own ones start behind. */
enum perm_base {
	PERM_UNSET,	/* refused at start-up */
	PERM_PUBLIC,	/* no credentials */
	PERM_OWN,	/* any signed-in user, for herself */
	PERM_FIRST	/* first of the program's list */
};

struct errs {
	const unsigned char *at;
	size_t n;
};
#define ERRS(...)	{(const unsigned char[]){__VA_ARGS__},		\
	sizeof((const unsigned char[]){__VA_ARGS__})}

struct method {
	const char *name;
	const char *summary;
	unsigned perm;
	enum tx tx;
	struct errs errors;	/* beyond those that its kind implies */
	const char *example;	/* params as JSON, for the document; NULL: made of
				 * those that must be there */

	bool secret;		/* tries or sets secrets: no dry_run, and refused
				 * in a batch */
	bool restricted;	/* also with a session that is not complete */
	bool versioned;		/* takes if_version; handler calls call_version() */
	bool quiet;		/* TX_WRITE without an audit event of its own */
	const char *target;	/* member of params or result that names the audit's
				 * target; NULL: the handler calls call_target() */
	const char *rest;	/* "GET /v1/admin/tenants/{tenant_id}" */
	const char *rest_body;	/* member of params that takes the whole body */
	const char *rest_items;	/* list of the result that is the whole answer */
	void (*rest_write)(struct buf *, const void *out);	/* the answer, if it
				 * is neither that list nor the .rest members */

	const struct record *in;
	const struct record *out;
	bool (*run)(struct call *, const void *in, void *out);
};

#define METHOD(ID, IN, OUT, ...)	METHOD_AS(ID, ID, IN, OUT, __VA_ARGS__)

/* The same with a handler of another name, where the model has a function ID. */
#define METHOD_AS(ID, HANDLER, IN, OUT, ...)				\
	static bool HANDLER(struct call *, const struct IN *, struct OUT *); \
	static bool							\
	ID##_run(struct call *c, const void *in, void *out)		\
	{								\
		return HANDLER(c, in, out);				\
	}								\
	extern const struct method method_##ID;				\
	const struct method method_##ID = {				\
		.in = &record_##IN, .out = &record_##OUT,		\
		.run = ID##_run, __VA_ARGS__				\
	}

/* The table, sorted by name; made by scripts/gen-methods. */
extern const struct method *const methods[];
extern const size_t method_count;

/* NULL if there is none of that name. */
const struct method *method_find(const char *name);

/* Which of the members that stand beside its own parameters it takes: dry_run nowhere where
 * secrets are tried, idempotency_key nowhere without a caller. */
bool method_takes_dry_run(const struct method *);
bool method_takes_key(const struct method *);

/* Whether it may answer with that error: because it says so, or as one of its kind. */
bool method_raises(const struct method *, enum err);

/* A declaration that says too little, as a sentence; NULL if all are right. */
const char *methods_check(void);

#endif
