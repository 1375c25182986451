/* SPDX-License-Identifier: MIT */
#include "model/first_users.h"

#include "model/account.h"

#include <stdlib.h>
#include <string.h>

RECORD_TABLE(first_user, FIRST_USER);

#define MOST_ADDRESS	254

static bool
is_address(const char *email)
{
	return strlen(email) <= MOST_ADDRESS && format_is(FORMAT_email, email);
}

static bool
is_well_formed(const struct first_user *u)
{
	return is_address(u->email) && (u->communication_email == NULL ||
	    *u->communication_email == '\0' ||
	    is_address(u->communication_email));
}

/* ---- of one address the first ---- */

struct place {
	const char *key;
	size_t at;
};

static int
by_key(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

/* OUT[i]: whether user i is well formed and the first with that address. */
static void
choose(struct arena *a, const struct first_user *users, size_t n, bool *out)
{
	struct place *places = arena_array(a, n, sizeof(*places));
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (is_well_formed(&users[i]))
			places[count++] = (struct place){
				account_email_key(a, users[i].email), i};
	qsort(places, count, sizeof(*places), by_key);
	for (size_t i = 0; i < count; i++)
		out[places[i].at] = i == 0 ||
		    strcmp(places[i - 1].key, places[i].key) != 0;
}

/* ---- inviting ---- */

static struct invitee
invitee_of(const struct first_user *u)
{
	const char *to = u->communication_email;

	return (struct invitee){
		.email = u->email, .role = u->role,
		.first_name = u->first_name, .last_name = u->last_name,
		.communication_email = to == NULL || *to == '\0' ? NULL : to,
		.language = u->language, .access_expires_at = INT_ABSENT,
	};
}

/* Invites those who are chosen; FAILED becomes the addresses of all others, in the order in
 * which they were given. */
static bool
invite(struct call *c, const struct tenant_row *t,
       const struct first_user *users, size_t n, bool send_email, bool *chosen,
       const char **failed, size_t *failed_count)
{
	struct arena *a = call_arena(c);
	struct invitee *people = arena_array(a, n, sizeof(*people));
	struct invite_result *results = arena_array(a, n, sizeof(*results));
	const struct invite_options options = {
		.send_email = send_email, .expires_in_hours = INT_ABSENT,
		.on_existing = "reject",
	};
	size_t count = 0, refused;

	for (size_t i = 0; i < n; i++)
		if (chosen[i])
			people[count++] = invitee_of(&users[i]);
	if (count > 0 && !invitation_make_all(c, t, people, count, &options,
	    results, &refused))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!chosen[i] || (results++)->error != NULL)
			failed[(*failed_count)++] = users[i].email;
	return true;
}

/* What the people of one tenant needed is given back before the next one's come. */
bool
first_users_invite(struct call *c, const struct tenant_row *t,
		   const struct first_user *users, size_t n, bool send_email,
		   struct first_users_result *out)
{
	struct arena *a = call_arena(c);
	const char **failed = arena_array(a, n, sizeof(*failed));
	bool *chosen = arena_array(a, n, sizeof(*chosen));
	struct arena_mark mark = arena_mark(a);
	size_t failed_count = 0;

	choose(a, users, n, chosen);
	if (!invite(c, t, users, n, send_email, chosen, failed, &failed_count))
		return false;
	arena_rewind(a, mark);
	out->failed = (struct strs){failed, failed_count};
	out->created = (int64_t)(n - failed_count);
	return true;
}
