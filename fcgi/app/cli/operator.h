/* SPDX-License-Identifier: MIT */
/*
 * operator — a call by whoever can read the configuration: no web server, no
 * credentials, the same dispatcher.
 */
#ifndef APP_CLI_OPERATOR_H
#define APP_CLI_OPERATOR_H

#include "app/app.h"

#include "rpc/rpc.h"

struct operator {
	struct rpc rpc;
	struct request request;
};

/* Works with a database that it opens; everything it makes lives in ARENA. */
void operator_open(struct operator *, struct arena *, const struct app *,
		   const struct db_config *);
void operator_close(struct operator *);

/* A call that has not been dispatched, for functions of the model. */
void operator_call(struct operator *, struct call *);

/* The call of METHOD through the dispatcher; *out is its result.  An error becomes that of
 * the ctx. */
MUST_USE bool operator_ask(struct operator *, struct ctx *, const char *method,
			   const struct json *params, const struct json **out);

#endif
