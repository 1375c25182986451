/* SPDX-License-Identifier: MIT */
/*
 * rpc — the dispatcher: JSON-RPC 2.0 in, JSON-RPC 2.0 out.
 *
 * Parse, envelope, look up, authenticate, authorise, decode and validate, begin,
 * handler, encode, audit, commit, answer: in that order, for every method.  Who
 * the caller is and what she may do is asked of the program through hooks; this
 * layer knows no tenant.
 */
#ifndef RPC_RPC_H
#define RPC_RPC_H

#include "rpc/call.h"

struct rpc_hooks {
	/* Sets c->who from the credentials of the request, once per call; leaves it
	 * NULL if there are none.  Wrong ones fail with key_invalid, auth_required. */
	bool (*authenticate)(struct call *);
	/* Whether c->who may use c->method at all (c->who may be NULL). */
	bool (*authorise)(struct call *);
	/* The audit event of c, in its transaction.  ERR: a refusal. */
	bool (*audit)(struct call *, const struct error *err);
	/* Who the caller is, for idempotency keys: stable, 16 bytes. */
	struct id (*identity)(struct call *);
	/* A call begins: nothing is known but its request and its method. */
	void (*begun)(struct call *);
	const char *(*perm_name)(unsigned perm);
	/* What stands in a text of that name in an example; NULL: it has no idea. */
	const char *(*sample)(const char *field);
	/* A batch of so many calls begins. */
	void (*batched)(size_t n);
	/* One line per call, for log and metrics. */
	void (*done)(struct call *, const struct error *err, int64_t us);
};

struct rpc {
	const struct rpc_hooks *hooks;
	struct db *db;
	struct arena *arena;
	const void *config;
	const char *version;	/* of the program */
};

/* The frame of what serves that request: before the caller is known, Accept-Language
 * says in which language it fails. */
void rpc_ctx(struct ctx *, const struct rpc *, const struct request *);

/* POST /rpc with its body already read.  Fills status, body and headers. */
void rpc_serve(struct rpc *, const struct request *, struct bytes body,
	       bool trusted, struct reply *);

/* How a result becomes text: NULL in rpc_call means the whole record as JSON. */
typedef void rpc_encode(struct buf *, const struct method *, const void *out,
			void *arg);

/* One call of M: what came of it is in OUT (true) or ERR (false).  Nothing but the
 * call's arena is left behind. */
bool rpc_call(struct rpc *, const struct request *, struct call *,
	      const struct method *m, const struct json *params, rpc_encode *,
	      void *arg, struct buf *out, struct error *err);

/* The REST view: true if the path belongs to it (the reply is filled then). */
bool rpc_rest(struct rpc *, const struct request *, struct bytes body,
	      struct reply *);

/* The error object {code, message, data} of JSON-RPC. */
void rpc_error(struct buf *, const struct ctx *, const struct error *);

/* The members of `data` alone, without braces. */
void rpc_error_data(struct buf *, const struct ctx *, const struct error *);

/* A whole answer for a fault of transport: JSON-RPC with id null, that HTTP status.
 * MESSAGE is a sentence of the catalogues; NULL: the declared one. */
void rpc_refuse(struct reply *, const struct rpc *, const struct request *,
		int status, enum err, const char *message);

/* The OpenRPC document. */
void rpc_discover(struct buf *, const struct rpc *);

/* The same contract as types of TypeScript. */
void rpc_types(struct buf *, const struct rpc *);

/* Markdown tables of methods and of errors, for README and `print`. */
void rpc_print_methods(struct buf *, const struct rpc *);
void rpc_print_errors(struct buf *);

#endif
