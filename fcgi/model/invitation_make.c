/* SPDX-License-Identifier: MIT */
/*
 * Making invitations: see party.h for how it goes.
 */
#include "model/party.h"

#include "model/account.h"

#include <stdlib.h>
#include <string.h>

static bool
make(struct party *p, const struct invitee *people, size_t n,
     struct invite_result *out, size_t *out_failed)
{
	p->at = arena_array(call_arena(p->c), n + 1, sizeof(*p->at));
	p->n = n;
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct invite_result){0};
		p->at[i] = (struct guest){.who = &people[i], .out = &out[i]};
	}
	if (p->opt->send_email && !service(p->c)->mail_configured)
		return fail(&p->c->ctx, E_mail_not_configured, "no relay");
	if (!party_open(p) || (p->opt->path != NULL && !party_check(p)) ||
	    !party_decide(p, out_failed))
		return false;
	if (p->opt->check_only || (p->opt->all_or_nothing && *out_failed > 0))
		for (size_t i = 0; i < n; i++)
			p->at[i].plan = PLAN_none;
	return party_write(p);
}

bool
invitation_make_all(struct call *c, const struct tenant_row *t,
		    const struct invitee *people, size_t n,
		    const struct invite_options *opt, struct invite_result *out,
		    size_t *out_failed)
{
	struct party p = {.c = c, .t = t, .opt = opt};

	return make(&p, people, n, out, out_failed);
}

bool
invitation_make(struct call *c, const struct tenant_row *t,
		const struct invitee *who, const struct invite_options *opt,
		struct invitation_row *out)
{
	struct party p = {.c = c, .t = t, .opt = opt, .single = true};
	struct invite_result result;
	size_t failed;

	if (!make(&p, who, 1, &result, &failed))
		return false;
	if (failed > 0) {
		c->ctx.err = *result.error;
		return false;
	}
	if (out != NULL)
		*out = result.row;
	return true;
}

/* ---- duplicates ---- */

struct place {
	const char *key;
	int64_t at;
};

static int
by_key(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int
by_place(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

bool
invitation_no_duplicates(struct call *c, const struct invitee *people, size_t n)
{
	struct arena *a = call_arena(c);
	struct place *places = arena_array(a, n, sizeof(*places));
	int64_t *twice = arena_array(a, n, sizeof(*twice));
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){
			account_email_key(a, people[i].email), (int64_t)i};
	qsort(places, n, sizeof(*places), by_key);
	for (size_t i = 0; i < n; i++)
		if ((i > 0 && strcmp(places[i - 1].key, places[i].key) == 0) ||
		    (i + 1 < n &&
		    strcmp(places[i + 1].key, places[i].key) == 0))
			twice[count++] = places[i].at;
	if (count == 0)
		return true;
	qsort(twice, count, sizeof(*twice), by_place);
	(void)fail(&c->ctx, E_duplicate_emails, "%zu positions", count);
	c->ctx.err.positions = twice;
	c->ctx.err.position_count = count;
	return false;
}
