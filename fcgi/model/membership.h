/* SPDX-License-Identifier: MIT */
/*
 * membership — where one person is a member, and on which host she signs in there.
 */
#ifndef MODEL_MEMBERSHIP_H
#define MODEL_MEMBERSHIP_H

#include "model/caller.h"
#include "model/objects.h"

#define MEMBERSHIP_ROW(F, T)						\
	F(T, id,   tenant_id)						\
	F(T, str,  status)						\
	F(T, time, access_expires_at)					\
	F(T, time, last_sign_in_at)					\
	F(T, str,  role_name)						\
	F(T, str,  kind)						\
	F(T, id,   msp_id)						\
	F(T, str,  name)						\
	F(T, str,  slug)						\
	F(T, str,  tenant_status)					\
	F(T, str,  config)						\
	F(T, str,  msp_slug)						\
	F(T, str,  msp_name)						\
	F(T, str,  msp_status)						\
	F(T, str,  msp_config)						\
	F(T, str,  platform_config)
RECORD_STRUCT(membership_row, MEMBERSHIP_ROW);

struct memberships {
	const struct membership_row *at;
	size_t n;
};

/* All of them but those in deleted tenants: the active ones first, the last used one at
 * the head.  A zero account has none. */
MUST_USE bool membership_list(struct call *, struct id account,
			      struct memberships *out);

/* The first one that one signs in to on HOST, one with open doors before others; NULL if
 * there is none.  HOST NULL: on any. */
const struct membership_row *membership_choose(const struct call *,
    const struct memberships *, const struct tenant_row *host);

/* Whether one signs in to it on that host. */
bool membership_is_on(const struct membership_row *, const struct tenant_row *host);

/* tenant_suspended, user_inactive unless she may come in there now. */
MUST_USE bool membership_is_open(struct call *, const struct membership_row *);

/* The tenant behind it. */
void membership_tenant(const struct membership_row *, struct tenant_row *out);

/* As the contract shows them. */
const struct membership_view *membership_views(struct call *,
    const struct memberships *);

#endif
