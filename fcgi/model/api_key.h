/* SPDX-License-Identifier: MIT */
/*
 * api_key — how back ends call: a key of a tenant, an MSP or the platform.
 *
 * It outlives the person who made it.  Its secret is shown once and kept as a hash; a
 * rotation lets the old one work on for a while.
 */
#ifndef MODEL_API_KEY_H
#define MODEL_API_KEY_H

#include "model/caller.h"
#include "model/objects.h"
#include "model/page.h"

#define API_KEY_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, id,   tenant_id)						\
	F(T, str,  name)						\
	F(T, str,  prefix)						\
	F(T, str,  permissions)						\
	F(T, time, expires_at)						\
	F(T, time, last_used_at)					\
	F(T, id,   created_by)						\
	F(T, time, created_at)
RECORD_STRUCT(api_key_row, API_KEY_ROW);

struct api_key_rows {
	const struct api_key_row *at;
	size_t n;
};

/* A new key of T with its secret.  What it may do was checked. */
MUST_USE bool api_key_make(struct call *, const struct tenant_row *t,
			   const char *name, struct strs permissions,
			   int64_t expires_at, struct api_key_row *out,
			   const char **out_secret);

/* A second secret; the ones before work for so many seconds more. */
MUST_USE bool api_key_renew(struct call *, struct api_key_row *,
			    int64_t overlap, const char **out_secret);

/* From the next request on it is worth nothing. */
MUST_USE bool api_key_revoke(struct call *, const struct api_key_row *);

/* Within the caller's reach, by id, not revoked. */
MUST_USE bool api_key_target(struct call *, struct id, struct api_key_row *out,
			     struct tenant_row *out_owner);

/* Those of T that are not revoked. */
MUST_USE bool api_key_list(struct call *, const struct tenant_row *t,
			   const struct page *, struct api_key_rows *out,
			   int64_t *total);

/* As the contract shows it. */
void api_key_object(struct call *, const struct api_key_row *,
		    struct api_key *out);

#endif
