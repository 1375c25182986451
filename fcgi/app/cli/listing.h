/* SPDX-License-Identifier: MIT */
/*
 * listing — a list of objects as people, programs or spreadsheets read it.
 */
#ifndef APP_CLI_LISTING_H
#define APP_CLI_LISTING_H

#include "app/cli/command.h"
#include "json/json.h"

enum listing { LISTING_TABLE, LISTING_JSON, LISTING_CSV };

/* What may follow a command that lists, for usage and completion. */
#define LISTING_USAGE	"[--output table|json|csv]"
#define LISTING_WORDS	"--output"

/* Takes `--output FORM` out of ARGV, wherever it stands; *out is left alone if it does
 * not.  False: there is no such form. */
MUST_USE bool listing_option(int *argc, char **argv, enum listing *out);

/* The list of objects to standard output: as it is in JSON; else of each object the
 * members NAMES, which may reach into objects ("delivery.state").  NAMES NULL: those of
 * the first object.  A table of nothing is nothing at all. */
enum status listing_print(struct arena *, enum listing, const struct json *rows,
			  const char *const *names, size_t n);

#endif
