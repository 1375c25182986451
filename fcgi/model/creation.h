/* SPDX-License-Identifier: MIT */
/*
 * creation — a tenant comes to be: row, settings, package, roles.
 *
 * One path for all of them, with a package, with a template, and without either where
 * the setting `packages` allows it (C14).  It has two steps: the first reads nothing
 * but under locks, so that those of many callers at once see the stock as it is; the
 * second, when all first steps of a call are done, concerns nobody else.
 */
#ifndef MODEL_CREATION_H
#define MODEL_CREATION_H

#include "model/template.h"

struct creation {
	const char *name;		/* trimmed and NFC already */
	const char *slug;		/* NULL: made from the name */
	struct id package_id;		/* a type or a unit; zero: the template's type */
	struct id template_id;		/* zero: none */
	const struct json *config;	/* NULL: none; each value was checked */
	const char *path;		/* of faults: "tenants[3]." */

	/* Filled by the first step. */
	struct id id;
	bool templated, packaged, purchased;
	struct template_row template;
	struct package_wish package;
	const char *merged;		/* settings; NULL: none */
};

/* Below the caller's own place.  What it does is undone by a rewind when it fails:
 * name_taken, slug_taken, not_found, no_package_available, package_mismatch,
 * primary_package_required. */
MUST_USE bool creation_begin(struct call *, struct creation *);

/* The rest of it.  Settings that do not fit together are faults of the call. */
MUST_USE bool creation_finish(struct call *, const struct creation *,
			      struct tenant_row *out);

#endif
