/* SPDX-License-Identifier: MIT */
#include "method/user.h"

#include <string.h>

#define IN(F, T)	USER_REF(F, T) REASON(F, T)
RECORD(user_activate_in, IN);

METHOD(user_activate, user_activate_in, user_standing,
	.name      = "user.activate",
	.summary   = "Let an inactive user in again.",
	.perm      = PERM_user_set_status,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_own_status, E_seat_limit),
	.example   = "{\"user_id\":\"user_01jbx3q9ek7c8s5w2m4n6p8r04\"}");

static bool
has_seat(struct call *c, const struct tenant_row *t)
{
	int64_t left;

	if (!member_seats(c, t, &left))
		return false;
	return left > 0 || fail_setting(&c->ctx, E_seat_limit,
	    setting_name(SETTING_max_users));
}

static bool
user_activate(struct call *c, const struct user_activate_in *in,
	      struct user_standing *out)
{
	struct member_row m;
	struct tenant_row t;

	if (!member_target(c, in->tenant_id, in->user_id, PERM_user_set_status,
	    &m, &t) || !call_version(c, m.version) ||
	    !member_is_not_caller(c, &m, E_own_status))
		return false;
	if (strcmp(m.status, "pending") == 0)
		return fail_param(&c->ctx, "user_id", "pending",
		    "has an invitation that is not accepted yet");
	if (strcmp(m.status, "inactive") == 0 &&
	    (!has_seat(c, &t) || !member_set_status(c, &m, "active")))
		return false;
	call_changed(c, "status", m.status, "active");
	if (in->reason != NULL)
		call_changed(c, "reason", NULL, in->reason);
	return member_standing(c, &m, 0, out);
}
