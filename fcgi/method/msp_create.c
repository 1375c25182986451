/* SPDX-License-Identifier: MIT */
#include "model/invitation.h"

#define ADMIN(F, T)							\
	F(T, str, email, .max = 254, .format = FORMAT_email,		\
	    .doc = "Login email")					\
	F(T, str, first_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "First name")					\
	F(T, str, last_name, .opt = true, .max = 255, .name_text = true, \
	    .doc = "Last name")
RECORD(msp_admin, ADMIN);

#define IN(F, T)							\
	F(T, str,  name, .max = 255, .name_text = true,			\
	    .doc = "Name, unique over tenants and MSPs")		\
	F(T, str,  slug, .opt = true, .max = 63, .format = FORMAT_slug,	\
	    .doc = "First label of its customers' host; made from the name if left out") \
	F(T, rec,  admin, msp_admin, .doc = "Its first administrator")	\
	F(T, bool, send_email, .opt = true, .has_def = true, .def = true, \
	    .doc = "Whether the invitation is mailed")
#define OUT(F, T)							\
	F(T, rec, msp, msp, .doc = "The new MSP")			\
	F(T, rec, invitation, invitation, .doc = "Of its first administrator")
RECORD(msp_create_in, IN);
RECORD(msp_create_out, OUT);

METHOD(msp_create, msp_create_in, msp_create_out,
	.name    = "msp.create",
	.summary = "Create an MSP and invite its first administrator.",
	.perm    = PERM_msp_manage,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_name_taken, E_slug_taken, E_email_taken,
	    E_already_member, E_user_exists_elsewhere, E_email_used_before,
	    E_role_not_assignable, E_grant_not_held, E_domain_not_allowed,
	    E_seat_limit, E_mail_not_configured, E_resend_too_soon),
	.example = "{\"name\":\"Northern IT\",\"admin\":{\"email\":"
	    "\"boss@northern.example\"}}");

static bool
invite(struct call *c, const struct tenant_row *msp,
       const struct msp_create_in *in, struct invitation_row *out)
{
	/* Nobody holds it by role: it comes with being the first (R116). */
	static const char *const billing[] = {"billing.manage"};
	const struct invitee admin = {
		.email = in->admin->email, .role = "admin",
		.first_name = in->admin->first_name,
		.last_name = in->admin->last_name,
		.permissions = {billing, 1}, .access_expires_at = INT_ABSENT,
	};
	const struct invite_options options = {
		.send_email = in->send_email,
		.expires_in_hours = INT_ABSENT, .path = "admin",
	};

	return invitation_make(c, msp, &admin, &options, out);
}

static bool
msp_create(struct call *c, const struct msp_create_in *in,
	   struct msp_create_out *out)
{
	struct invitation *invitation = arena_new(call_arena(c),
	    struct invitation);
	struct msp *msp = arena_new(call_arena(c), struct msp);
	const struct tenant_new new = {
		.kind = KIND_msp, .name = in->name, .slug = in->slug,
		.path = "", .name_field = "name",
	};
	struct invitation_row i;
	struct tenant_row t;

	if (!tenant_make(c, &new, &t) || !invite(c, &t, in, &i) ||
	    !tenant_get(c, t.id, &t) ||
	    !msp_objects(c, &t, 1, msp))
		return false;
	invitation_object(c, &i, invitation);
	call_target(c, t.id, t.id);
	out->msp = msp;
	out->invitation = invitation;
	return true;
}
