/* SPDX-License-Identifier: MIT */
#include "model/suspension.h"

#include "model/session.h"

#include <string.h>

RECORD_TABLE(suspension_in, SUSPENSION_IN);
RECORD_TABLE(suspension_out, SUSPENSION_OUT);
RECORD_TABLE(msp_suspension_in, MSP_SUSPENSION_IN);
RECORD_TABLE(msp_suspension_out, MSP_SUSPENSION_OUT);

bool
suspension_apply(struct call *c, const struct tenant_row *t,
		 const char *status, const char *reason,
		 int64_t *sessions_ended)
{
	*sessions_ended = 0;
	call_target(c, t->id, t->id);
	return tenant_set_status(c, t->id, status, reason) &&
	    (strcmp(status, "active") == 0 ||
	    session_end_tenant(c, t, sessions_ended));
}

/* An MSP is stopped by whoever manages MSPs, so never by itself. */
static unsigned
perm_for(struct id id)
{
	return id_kind(id) == KIND_msp ? PERM_msp_manage : PERM_tenant_suspend;
}

bool
suspension_set(struct call *c, const struct suspension_in *in,
	       const char *status, struct suspension_out *out)
{
	struct tenant *object = arena_new(call_arena(c), struct tenant);
	struct tenant_row t;

	if (!caller_target(c, in->tenant_id, perm_for(in->tenant_id), &t) ||
	    !suspension_apply(c, &t, status, in->reason,
	    &out->sessions_ended) || !tenant_get(c, t.id, &t))
		return false;
	tenant_object(c, &t, false, object);
	out->tenant = object;
	return true;
}

bool
msp_suspension_set(struct call *c, const struct msp_suspension_in *in,
		   const char *status, struct msp_suspension_out *out)
{
	struct msp *object = arena_new(call_arena(c), struct msp);
	struct tenant_row t;

	if (!caller_target(c, in->msp_id, PERM_msp_manage, &t) ||
	    !suspension_apply(c, &t, status, in->reason,
	    &out->sessions_ended) || !tenant_get(c, t.id, &t) ||
	    !msp_objects(c, &t, 1, object))
		return false;
	out->msp = object;
	return true;
}
