/* SPDX-License-Identifier: MIT */
#include "crypt/qr.h"
#include "crypt/totp.h"
#include "model/mfa.h"

#define OUT(F, T)							\
	F(T, str, secret, .secret = true, .doc = "For typing into a device, base 32") \
	F(T, str, otpauth_uri, .secret = true, .doc = "The same as an address that devices open") \
	F(T, str, qr_svg, .nullable = true, .secret = true, .doc = "The same as a picture (SVG)")
RECORD(me_enroll_totp_out, OUT);

METHOD(me_enroll_totp, nothing, me_enroll_totp_out,
	.name = "me.enroll_totp",
	.summary = "Begin to set up a second factor; me.confirm_totp ends it.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.secret = true,
	.restricted = true,
	.errors = ERRS(E_step_up_required, E_mfa_already_enrolled));

/* What a device shows beside the digits. */
static const char *
issuer(const struct caller *who)
{
	const char *name = setting_text(&who->settings,
	    SETTING_branding_display_name);

	return name == NULL ? who->tenant_name : name;
}

static bool
me_enroll_totp(struct call *c, const struct nothing *in,
	       struct me_enroll_totp_out *out)
{
	unsigned char secret[TOTP_SECRET];

	(void)in;
	if (!caller_is_person(c) || !caller_may_enrol(c) ||
	    !mfa_begin(c, c->who->id, secret))
		return false;
	call_target(c, c->who->tenant_id, c->who->id);
	out->secret = base32_encode(call_arena(c),
	    (struct bytes){secret, sizeof(secret)});
	out->otpauth_uri = totp_uri(call_arena(c), secret, issuer(c->who),
	    c->who->name);
	out->qr_svg = qr_svg(call_arena(c), out->otpauth_uri);
	return true;
}
