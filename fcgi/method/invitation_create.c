/* SPDX-License-Identifier: MIT */
#include "method/invitee.h"

#define INVITATION_NEW(F, T)						\
	F(T, str,  email, .max = 254, .format = FORMAT_email,		\
	    .doc = "Login email: what the person signs in with, for ever") \
	INVITE_PROFILE(F, T)						\
	F(T, time, access_expires_at, .opt = true,			\
	    .doc = "When the access ends by itself")
RECORD(invitation_new, INVITATION_NEW);

#define IN(F, T)							\
	F(T, id,   tenant_id, .opt = true, ANY_TENANT,			\
	    .doc = "Where to; left out: the caller's own tenant")	\
	F(T, list, invitations, invitation_new, .min = 1,		\
	    .max = MOST_INVITED, .doc = "The people")			\
	F(T, bool, send_email, .opt = true, .has_def = true, .def = true, \
	    .doc = "Whether each gets a mail")				\
	F(T, str,  message, .opt = true, .empty = true, .max = 1000,	\
	    .doc = "Words of the inviter for the mail")			\
	F(T, int,  expires_in_hours, .opt = true, .min = 1, .max = 720,	\
	    .doc = "Left out: the setting invite_ttl_hours")		\
	F(T, str,  on_existing, .opt = true,				\
	    .one_of = "reject|reactivate|skip",				\
	    .doc = "What to do with members who are here; left out: reactivate" \
	    " inactive ones where roles cannot be changed, else reject") \
	F(T, bool, atomic, .opt = true, .doc = "All of them or nobody")
#define RESULT(F, T)							\
	F(T, int,  index, .doc = "Place in the call, from 0")		\
	F(T, str,  email, .doc = "As given")				\
	F(T, bool, success, .doc = "Whether it worked")			\
	F(T, rec,  invitation, invitation, .nullable = true,		\
	    .doc = "The invitation; null too for a member who was skipped") \
	F(T, rec,  error, item_error, .nullable = true, .doc = "Why not")
RECORD(invitation_result, RESULT);
#define OUT(F, T)							\
	F(T, int,  total_created, .doc = "Invitations made")		\
	F(T, int,  total_failed, .doc = "People who could not be invited") \
	F(T, list, results, invitation_result, .doc = "One for each, in order")
RECORD(invitation_create_in, IN);
RECORD(invitation_create_out, OUT);

METHOD(invitation_create, invitation_create_in, invitation_create_out,
	.name    = "invitation.create",
	.summary = "Invite people to a tenant, an MSP or the platform.",
	.perm    = PERM_invitation_create,
	.tx      = TX_WRITE,
	.errors  = ERRS(E_not_found, E_duplicate_emails, E_mail_not_configured,
	    INVITE_ERRORS),
	.example = "{\"invitations\":[{\"email\":\"ann@example.com\","
	    "\"role\":\"member\"}]}");

static struct invitee *
invitees(struct call *c, const struct invitation_create_in *in)
{
	struct invitee *people = arena_array(call_arena(c), in->invitations.n,
	    sizeof(*people));

	for (size_t i = 0; i < in->invitations.n; i++) {
		const struct invitation_new *x = &in->invitations.at[i];

		people[i] = (struct invitee){
			.email = x->email, .role = x->role,
			.first_name = x->first_name, .last_name = x->last_name,
			.communication_email = x->communication_email,
			.language = x->language, .permissions = x->permissions,
			.access_expires_at = x->access_expires_at,
		};
	}
	return people;
}

static bool
show(struct call *c, const struct invitee *who, const struct invite_result *r,
     struct invitation_result *out)
{
	struct invitation *made;

	out->email = who->email;
	out->success = r->error == NULL;
	if (r->error != NULL)
		return invitee_error(c, r->error, &out->error);
	if (r->skipped)
		return true;
	made = arena_new(call_arena(c), struct invitation);
	invitation_object(c, &r->row, made);
	out->invitation = made;
	return true;
}

static bool
show_all(struct call *c, const struct invitee *people,
	 const struct invite_result *results, size_t n,
	 struct invitation_create_out *out)
{
	struct invitation_result *shown = arena_array(call_arena(c), n,
	    sizeof(*shown));

	out->total_created = 0;
	for (size_t i = 0; i < n; i++) {
		shown[i].index = (int64_t)i;
		if (!show(c, &people[i], &results[i], &shown[i]))
			return false;
		out->total_created += shown[i].invitation != NULL;
	}
	out->results.at = shown;
	out->results.n = n;
	return true;
}

static bool
invitation_create(struct call *c, const struct invitation_create_in *in,
		  struct invitation_create_out *out)
{
	size_t n = in->invitations.n, failed;
	struct invitee *people = invitees(c, in);
	struct invite_result *results = arena_array(call_arena(c), n,
	    sizeof(*results));
	const struct invite_options options = {
		.send_email = in->send_email, .message = in->message,
		.expires_in_hours = in->expires_in_hours,
		.on_existing = in->on_existing, .path = "invitations",
		.all_or_nothing = in->atomic, .counted = (int64_t)n,
	};
	struct tenant_row t;

	if (!invitation_no_duplicates(c, people, n) ||
	    !caller_enter(c, in->tenant_id, PERM_invitation_create,
	    (int64_t)n, &t) ||
	    !invitation_make_all(c, &t, people, n, &options, results, &failed))
		return false;
	if (in->atomic && !invitee_fail(c, "invitations", results, n))
		return false;
	call_target(c, t.id, n == 1 ? results[0].row.id : (struct id){{0}});
	out->total_failed = (int64_t)failed;
	return show_all(c, people, results, n, out);
}
