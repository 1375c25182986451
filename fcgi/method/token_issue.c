/* SPDX-License-Identifier: MIT */
#include "crypt/jwt.h"
#include "model/caller.h"

#define IN(F, T)							\
	F(T, str, audience, .max = 255, .format = FORMAT_printable, .doc = "Who is to believe it") \
	F(T, int, ttl, .opt = true, .has_def = true, .def = 300, .min = 30, .max = 900, .doc = "Seconds that it lives")
#define OUT(F, T)							\
	F(T, str, token, .secret = true, .doc = "A JSON Web Token, signed with EdDSA; /.well-known/jwks.json has the keys") \
	F(T, time, expires_at, .doc = "When it ends")
RECORD(token_issue_in, IN);
RECORD(token_issue_out, OUT);

METHOD(token_issue, token_issue_in, token_issue_out,
	.name = "token.issue",
	.summary = "Make a short-lived token that tells another service who one is.",
	.perm = PERM_OWN,
	.tx = TX_NONE,
	.example = "{\"audience\":\"reports.example.com\"}");

static void
set_time(struct call *c, struct json *claims, const char *name, int64_t t)
{
	json_set(call_arena(c), claims, name, json_number(call_arena(c), t));
}

static void
set_text(struct call *c, struct json *claims, const char *name, const char *s)
{
	json_set(call_arena(c), claims, name, json_string(call_arena(c), s));
}

static const char *
random_id(struct call *c)
{
	unsigned char b[16];

	random_bytes(b, sizeof(b));
	return base64url_encode(call_arena(c), (struct bytes){b, sizeof(b)});
}

static const char *
claims_of(struct call *c, const char *audience, int64_t expires_at)
{
	const struct caller *who = c->who;
	struct arena *a = call_arena(c);
	struct strs perms = perms_names(a, &who->held);
	struct json *claims = json_new(a, JSON_OBJECT);
	struct buf b;

	set_text(c, claims, "iss", arena_printf(a, "https://%s",
	    service_host(c, NULL)));
	set_text(c, claims, "aud", audience);
	set_text(c, claims, "sub", id_format(a, who->id));
	set_text(c, claims, "tid", id_format(a, who->tenant_id));
	set_text(c, claims, "role", who->role_name);
	json_set(a, claims, "perms", json_list_of(a, perms.at, perms.n));
	set_text(c, claims, "sid", id_format(a, who->session_id));
	set_text(c, claims, "jti", random_id(c));
	set_time(c, claims, "iat", c->ctx.now);
	set_time(c, claims, "nbf", c->ctx.now);
	set_time(c, claims, "exp", expires_at);
	buf_init(&b, a);
	json_write(&b, claims);
	return buf_text(&b);
}

static bool
token_issue(struct call *c, const struct token_issue_in *in,
	    struct token_issue_out *out)
{
	const struct keyring *keys = service(c)->keys;

	if (!caller_is_person(c))
		return false;
	if (keys == NULL)
		return fail(&c->ctx, E_internal, "no key file");
	out->expires_at = c->ctx.now + in->ttl;
	out->token = jwt_sign(call_arena(c), keys, claims_of(c, in->audience,
	    out->expires_at));
	return true;
}
