/* SPDX-License-Identifier: MIT */
#include "model/kind.h"

const char *const kind_prefixes[KIND_COUNT] = {
#define X(KIND, NUMBER, PREFIX)	[NUMBER] = PREFIX,
#include "model/ids.def"
#undef X
};

#define FIXED(N, KIND)	{{0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, (N), (KIND)}}

const struct id platform_id = FIXED(0, KIND_platform);
const struct id role_platform_admin = FIXED(1, KIND_role);
const struct id role_msp_admin = FIXED(2, KIND_role);
const struct id role_msp_member = FIXED(3, KIND_role);
const struct id role_tenant_admin = FIXED(4, KIND_role);
const struct id role_tenant_member = FIXED(5, KIND_role);
