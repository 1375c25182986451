/* SPDX-License-Identifier: MIT */
/*
 * tenant — platform, MSPs and tenants: everything that has members.
 */
#ifndef MODEL_TENANT_H
#define MODEL_TENANT_H

#include "model/objects.h"
#include "model/page.h"
#include "model/setting.h"
#include "rpc/call.h"
#include "rpc/rpc.h"

/* A row with what is needed of its MSP and of the platform. */
#define TENANT_ROW(F, T)						\
	F(T, id,   id)							\
	F(T, str,  kind)						\
	F(T, id,   msp_id)						\
	F(T, str,  name)						\
	F(T, str,  slug)						\
	F(T, str,  status)						\
	F(T, str,  config)						\
	F(T, str,  disabled_models)					\
	F(T, int,  user_count)						\
	F(T, int,  version)						\
	F(T, int,  config_version)					\
	F(T, time, created_at)						\
	F(T, int,  credits_used)					\
	F(T, int,  credit_limit)					\
	F(T, int,  seats)		/* INT_ABSENT: no limit */	\
	F(T, str,  primary_package)	/* NULL: none */		\
	F(T, str,  additional_packages)					\
	F(T, str,  msp_slug)						\
	F(T, str,  msp_name)						\
	F(T, str,  msp_status)						\
	F(T, str,  msp_config)						\
	F(T, str,  platform_config)
RECORD_STRUCT(tenant_row, TENANT_ROW);

enum level tenant_level(const struct tenant_row *);

/* Fails with not_found; deleted ones are found. */
MUST_USE bool tenant_get(struct call *, struct id, struct tenant_row *out);

/* By slug; deleted ones are found. */
MUST_USE bool tenant_find(struct call *, const char *slug, struct tenant_row *out,
			  bool *found);

/* The row of a host's name; fails with unknown_host, also for deleted ones. */
MUST_USE bool tenant_by_slug(struct call *, const char *slug,
			     struct tenant_row *out);

/* The row whose host the request came to: the platform's on the admin host.  Fails with
 * unknown_host (also at api.BASE, which is nobody's host, and for deleted ones). */
MUST_USE bool tenant_of_host(struct call *, struct tenant_row *out);

/* GET /host, for the web server's auth_request before a page: 204 if this is somebody's
 * host, 403 if it is nobody's, 503 if that cannot be told now. */
void tenant_forward(struct rpc *, const struct request *, struct reply *);

/* The settings in force in it. */
void tenant_settings(struct call *, const struct tenant_row *, struct settings *out);

/* suspended if it or its MSP is: tenant_suspended. */
MUST_USE bool tenant_is_open(struct call *, const struct tenant_row *);

/* Takes the row's lock for a change that must hold over several rows.  First write of
 * its transaction. */
MUST_USE bool tenant_touch(struct call *, struct id);

/* The number of its users changes by N. */
MUST_USE bool tenant_add_users(struct call *, struct id, int64_t n);

/* HOST[:PORT] where the people of T sign in: the admin host for staff; for others the
 * tenant's or, if link_host says so, its MSP's.  *out_id is the row that the host belongs to. */
const char *tenant_sign_in_host(struct call *, const struct tenant_row *,
				struct id *out_id);

/* ---- making and changing ---- */

struct tenant_new {
	enum kind kind;			/* KIND_tenant or KIND_msp */
	struct id msp_id;		/* of a tenant; zero: below the platform */
	const char *name;		/* trimmed and NFC already */
	const char *slug;		/* NULL: made from the name */
	const char *config;		/* its settings as JSON; NULL: none */
	const char *path;		/* of faults: "" or "tenants[3]." */
	const char *name_field;		/* "name", "tenant_name" */
};

/* A new row.  name_taken over tenants and MSPs without case (R79); slug_taken, also for
 * reserved words. */
MUST_USE bool tenant_make(struct call *, const struct tenant_new *,
			  struct tenant_row *out);
/* The same under an id that was made before. */
MUST_USE bool tenant_insert(struct call *, const struct tenant_new *, struct id);

/* The form under which names compare. */
const char *tenant_name_key(struct arena *, const char *name);

MUST_USE bool tenant_name_is_free(struct call *, const char *name, bool *out);

/* name_taken; the same name in another spelling is free for its owner. */
MUST_USE bool tenant_rename(struct call *, const struct tenant_row *,
			    const char *name, const char *field);
MUST_USE bool tenant_set_disabled_models(struct call *, struct id, struct strs);
MUST_USE bool tenant_set_status(struct call *, struct id, const char *status,
				const char *reason);
MUST_USE bool tenant_set_config(struct call *, struct id, const char *config);

/* Whether the settings that T would have with this CONFIG fit together: a default role
 * that exists (or is one of MORE_ROLES), short passwords only with a second factor.  Adds faults
 * below PATH. */
MUST_USE bool tenant_check_config(struct call *, const struct tenant_row *t,
				  const char *config, struct strs more_roles,
				  const char *path);

/* ---- as the contract shows it ---- */

/* Filters of a list; NULL: any (deleted ones then only by status). */
struct tenant_filter {
	const char *name;		/* exactly, without case */
	const char *query;		/* anywhere in the name */
	const char *status;
};

struct tenant_rows {
	const struct tenant_row *at;
	size_t n;
};

/* The tenants that the caller reaches; *total is INT_ABSENT on pages by cursor. */
MUST_USE bool tenant_list(struct call *, const struct tenant_filter *,
			  const struct page *, struct tenant_rows *out,
			  int64_t *total);
/* All MSPs: for the platform. */
MUST_USE bool msp_list(struct call *, const struct page *,
		       struct tenant_rows *out, int64_t *total);

/* As the contract shows it; DETAIL: with disabled_model_names. */
void tenant_object(struct call *, const struct tenant_row *, bool detail,
		   struct tenant *out);

/* N rows of MSPs, in the order of their ids. */
MUST_USE bool msp_objects(struct call *, const struct tenant_row *at, size_t n,
			  struct msp *out);

#endif
