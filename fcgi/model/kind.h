/* SPDX-License-Identifier: MIT */
/*
 * kind — which kinds of things have ids here.
 */
#ifndef MODEL_KIND_H
#define MODEL_KIND_H

#include "base/id.h"

enum kind {
#define X(KIND, NUMBER, PREFIX)	KIND_##KIND = NUMBER,
#include "model/ids.def"
#undef X
	KIND_COUNT
};

/* The prefixes, for id_prefixes(). */
extern const char *const kind_prefixes[KIND_COUNT];

/* The one platform, and the built-in roles, under the ids of the first migration. */
extern const struct id platform_id;
extern const struct id role_platform_admin, role_msp_admin, role_msp_member,
    role_tenant_admin, role_tenant_member;

#endif
