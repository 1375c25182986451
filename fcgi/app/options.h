/* SPDX-License-Identifier: MIT */
/*
 * options — tenantry.conf and the environment, as one struct.
 *
 * Sole user of libconfuse.  options.def lists every option once; each stands in
 * the file as `name = value` and in the environment as TENANTRY_NAME, which
 * wins.  Read once per process; what is wrong is said with the place and what
 * was expected there, and nothing is guessed.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "base/buf.h"
#include "base/ctx.h"

#define OPTION_TYPE_text	const char *
#define OPTION_TYPE_secret	const char *
#define OPTION_TYPE_choice	const char *
#define OPTION_TYPE_number	int64_t

struct options {
#define X(TYPE, NAME, DEFAULT, MIN, MAX, PROSE)	OPTION_TYPE_##TYPE NAME;
#include "app/options.def"
#undef X
};

/* The options of FILE (NULL: none) and of the environment; texts are never NULL
 * and live as long as the ctx's arena.  Fails with a sentence in
 * ctx->err.message: "FILE:LINE: ...", "TENANTRY_NAME: ...".  A file that holds
 * a secret and can be read by everybody, and one below the web server's
 * DOCUMENT_ROOT, are refused. */
MUST_USE bool options_load(struct ctx *, const char *file, struct options *out);

/* Whether FILE lies below ROOT, the folder that a web server shows to everybody.
 * NULL lies nowhere. */
bool options_exposed(const char *file, const char *root);

/* All of them as a file with prose, default and current value; secrets
 * masked.  CHANGED: of those alone that are not as by default, name and value. */
void options_print(struct buf *, const struct options *, bool changed);

#endif
