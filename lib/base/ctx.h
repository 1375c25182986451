/* SPDX-License-Identifier: MIT */
/*
 * ctx — where to allocate, how to fail, what time it is: one call's frame.
 *
 * A fallible function returns bool; false means exactly that ctx->err was set,
 * once, by one of the fail functions below.  There is no second channel.
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/attr.h"

enum err {
	E_none,
#define X(REASON, CODE, TEXT, REMEDY)	E_##REASON,
#include "base/errors.def"
#undef X
	ERR_COUNT
};

/* What is declared in errors.def. */
struct err_info {
	const char *reason;
	int code;
	const char *text;
	const char *remedy;	/* in English */
};
const struct err_info *err_info(enum err);

/* E_none if there is no such reason. */
enum err err_find(const char *reason);

/* One fault of the caller's input: a path such as users[3].email. */
struct fault {
	const char *field;
	const char *rule;	/* required, type, too_long, range, format ... */
	const char *message;
	struct fault *next;
};

struct error {
	enum err code;
	const char *why;	/* for the log only */
	const char *field;	/* path of the parameter to blame */
	const char *message;	/* instead of the declared sentence */
	const char *rule;
	const char *setting;	/* the setting that refused */
	const char *host;	/* where it would be right */
	int64_t retry_after;	/* seconds, 0: not said */
	const int64_t *positions;	/* zero-based */
	size_t position_count;
	struct fault *faults;	/* in the order found */
	struct fault *last_fault;
	size_t fault_count;
};

struct ctx {
	struct arena *arena;
	struct error err;
	int64_t now;		/* seconds since 1970, UTC; one time per call */
	const char *request_id;
	const char *language;	/* of the caller, a shipped one */
};

/* Ready for a call: no error, the time is now. */
void ctx_init(struct ctx *, struct arena *, const char *request_id);

/* A sentence of ours in the caller's language; a format stays one (catalog.h). */
const char *ctx_say(const struct ctx *, const char *sentence) FORMAT_ARG(2);

/* All of them set ctx->err and return false, so that `return fail(...)` is the
 * usual line.  WHY goes to the log, never to the caller. */
bool fail(struct ctx *, enum err, const char *why, ...) PRINTF(3, 4);
bool fail_field(struct ctx *, enum err, const char *field, const char *why,
		...) PRINTF(4, 5);
bool fail_setting(struct ctx *, enum err, const char *setting);
bool fail_retry(struct ctx *, enum err, int64_t retry_after);

/* invalid_params for one parameter: a fault as the decoder would report it.  The
 * message is a sentence of the catalogues: it is translated, then filled in. */
bool fail_param(struct ctx *, const char *field, const char *rule,
		const char *message, ...) PRINTF(4, 5);

/* Adds a fault without failing yet; fail_faults then fails if there is one and
 * answers true if there is none.  Beyond MOST_FAULTS they are not kept: a call of
 * nothing but mistakes does not get an answer of any size. */
#define MOST_FAULTS	10000
void fault_add(struct ctx *, const char *field, const char *rule,
	       const char *message, ...) PRINTF(4, 5);
bool fail_faults(struct ctx *) MUST_USE;

/* The error moves to *out and the ctx is as if nothing had failed: for calls
 * that report per item. */
void err_take(struct ctx *, struct error *out);

/* What the caller is told, in English unless it was translated when it was set: the
 * message of the error or the declared sentence. */
const char *err_message(const struct error *);

#endif
