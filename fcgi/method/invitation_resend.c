/* SPDX-License-Identifier: MIT */
#include "method/invitation.h"

#define IN(F, T)							\
	F(T, id,  invitation_id, .opt = true, .kind = KIND_invitation,	\
	    .doc = "The invitation")					\
	F(T, id,  user_id, .opt = true, .kind = KIND_user,		\
	    .doc = "Or the user, also one who has accepted long ago")	\
	F(T, id,  tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "With user_id: where")
#define OUT(F, T)							\
	F(T, str,  kind, .one_of = "invitation|password_reset",		\
	    .doc = "What was sent: to an active user a link to a new password") \
	F(T, rec,  delivery, delivery, .doc = "The mail on its way")	\
	F(T, time, expires_at, .nullable = true,			\
	    .doc = "When the invitation ends; the time of a reset begins when it is sent")
RECORD(invitation_resend_in, IN);
RECORD(invitation_resend_out, OUT);

METHOD(invitation_resend, invitation_resend_in, invitation_resend_out,
	.name      = "invitation.resend",
	.summary   = "Send an invitation again, with a new link; older ones die.",
	.perm      = PERM_invitation_create,
	.tx        = TX_WRITE,
	.errors    = ERRS(E_not_found, E_not_pending, E_resend_too_soon,
	    E_mail_not_configured),
	.example   = "{\"invitation_id\":\"inv_01jbx3q9ek7c8s5w2m4n6p8r05\"}");

static bool
send_again(struct call *c, const struct tenant_row *t, struct invitation_row *i,
	   struct delivery *d, struct invitation_resend_out *out)
{
	if (!service(c)->mail_configured)
		return fail(&c->ctx, E_mail_not_configured, "no relay");
	if (!invitation_is_pending(c, i) || !invitation_send(c, t, i, d))
		return false;
	out->kind = "invitation";
	out->expires_at = i->expires_at;
	return true;
}

static bool
resend_invitation(struct call *c, struct id id, struct delivery *d,
		  struct invitation_resend_out *out)
{
	struct invitation_row i;
	struct tenant_row t;

	return invitation_target(c, id, PERM_invitation_create, &i, &t) &&
	    send_again(c, &t, &i, d, out);
}

/* Who has nothing left to accept gets a new password instead (C9). */
static bool
resend_to_user(struct call *c, const struct invitation_resend_in *in,
	       struct delivery *d, struct invitation_resend_out *out)
{
	struct invitation_row i;
	struct member_row m;
	struct tenant_row t;
	bool found;

	if (!member_target(c, in->tenant_id, in->user_id,
	    PERM_invitation_create, &m, &t) ||
	    !invitation_find_open(c, t.id, m.id, &i, &found))
		return false;
	if (found)
		return send_again(c, &t, &i, d, out);
	out->kind = "password_reset";
	return member_send_reset(c, &t, &m, d);
}

static bool
invitation_resend(struct call *c, const struct invitation_resend_in *in,
		  struct invitation_resend_out *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);
	bool by_user = !id_is_null(in->user_id);

	out->delivery = d;
	if (by_user == !id_is_null(in->invitation_id))
		return fail_param(&c->ctx, "invitation_id", "required",
		    "one of invitation_id and user_id is required");
	return by_user ? resend_to_user(c, in, d, out) :
	    resend_invitation(c, in->invitation_id, d, out);
}
