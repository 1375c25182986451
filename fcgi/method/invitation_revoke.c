/* SPDX-License-Identifier: MIT */
#include "method/invitation.h"

#include <string.h>

RECORD(invitation_revoke_in, INVITATION_REF);

METHOD(invitation_revoke, invitation_revoke_in, invitation,
	.name      = "invitation.revoke",
	.summary   = "Take an invitation back; who was only pending is gone with it.",
	.perm      = PERM_invitation_revoke,
	.tx        = TX_WRITE,
	.versioned = true,
	.errors    = ERRS(E_not_found, E_not_pending),
	.example   = "{\"invitation_id\":\"inv_01jbx3q9ek7c8s5w2m4n6p8r05\"}");

/* Who was a member before this invitation is what she was then. */
static bool
undo_membership(struct call *c, const struct member_row *m)
{
	if (strcmp(m->status, "pending") != 0)
		return true;
	return m->last_sign_in_at == INT_ABSENT ? member_delete(c, m) :
	    member_set_status(c, m, "inactive");
}

static bool
invitation_revoke(struct call *c, const struct invitation_revoke_in *in,
		  struct invitation *out)
{
	struct invitation_row i;
	struct tenant_row t;
	struct member_row m;

	if (!invitation_open(c, in->invitation_id, PERM_invitation_revoke, &i,
	    &t) || !member_get(c, t.id, i.account_id, &m) ||
	    !invitation_end(c, &i) || !undo_membership(c, &m) ||
	    !invitation_reload(c, &i))
		return false;
	invitation_object(c, &i, out);
	return true;
}
