/* SPDX-License-Identifier: MIT */
#include "method/invitation.h"

RECORD(invitation_get_in, INVITATION_REF);

METHOD(invitation_get, invitation_get_in, invitation,
	.name    = "invitation.get",
	.summary = "Show one invitation and what became of its mail.",
	.perm    = PERM_invitation_read,
	.tx      = TX_READ,
	.errors  = ERRS(E_not_found));

static bool
invitation_get(struct call *c, const struct invitation_get_in *in,
	       struct invitation *out)
{
	struct invitation_row i;
	struct tenant_row t;

	if (!invitation_target(c, in->invitation_id, PERM_invitation_read, &i,
	    &t))
		return false;
	invitation_object(c, &i, out);
	return true;
}
