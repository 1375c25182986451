/* SPDX-License-Identifier: MIT */
/*
 * tenant — platform, MSPs and tenants: everything that has members.
 */
#ifndef MODEL_TENANT_H
#define MODEL_TENANT_H

#include "model/setting.h"
#include "rpc/call.h"

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
	F(T, str,  msp_slug)						\
	F(T, str,  msp_name)						\
	F(T, str,  msp_status)						\
	F(T, str,  msp_config)						\
	F(T, str,  platform_config)
RECORD_STRUCT(tenant_row, TENANT_ROW);

enum level tenant_level(const struct tenant_row *);

/* Fails with not_found; deleted ones are found. */
MUST_USE bool tenant_get(struct call *, struct id, struct tenant_row *out);

/* The row whose host the request came to: the platform's on the admin host.  Fails with
 * unknown_host (also at api.BASE, which is nobody's host, and for deleted ones). */
MUST_USE bool tenant_of_host(struct call *, struct tenant_row *out);

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

#endif
