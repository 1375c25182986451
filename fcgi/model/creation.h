/* SPDX-License-Identifier: MIT */
/*
 * creation — a tenant comes to be: row, settings, roles, package.
 *
 * One path for all of them, with a package, with a template, and without either where
 * the setting `packages` allows it (C14).
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
	const char *path;		/* "tenants[3]." */
};

struct created {
	struct tenant_row tenant;
	bool purchased;
};

/* Below OWNER, an MSP or the platform.  All of it or, when it fails, none after a
 * rewind: name_taken, slug_taken, not_found, no_package_available, package_mismatch,
 * primary_package_required, invalid_params.  The tally is the caller's. */
MUST_USE bool creation_run(struct call *, const struct tenant_row *owner,
			   const struct creation *, struct created *out);

#endif
