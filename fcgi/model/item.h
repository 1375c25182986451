/* SPDX-License-Identifier: MIT */
/*
 * item — the failure of one thing among many that one call does.
 */
#ifndef MODEL_ITEM_H
#define MODEL_ITEM_H

#include "rpc/call.h"

#define ITEM_ERROR(F, T)						\
	F(T, int, code, .doc = "As of an error of its own")		\
	F(T, str, reason, .doc = "For programs")			\
	F(T, str, message, .doc = "For people")
RECORD_STRUCT(item_error, ITEM_ERROR);

/* What failed becomes *out and the call goes on.  False if it concerns the whole call
 * (busy, uncertain, internal): then the failure stays. */
MUST_USE bool item_failed(struct call *, const struct item_error **out);

/* The same as it is, for a call that is all or nothing: item N of LIST is to blame. */
bool item_blame(struct call *, const char *list, size_t n);

#endif
