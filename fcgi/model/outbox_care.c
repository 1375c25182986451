/* SPDX-License-Identifier: MIT */
/*
 * Mails as those see them who look after them: lists, another try, the end of one.
 */
#include "model/outbox.h"

#include "base/catalog.h"
#include "model/account.h"
#include "model/mailtext.h"

#include <string.h>

RECORD_TABLE(mail_view, MAIL_VIEW);

/* ---- lists ---- */

struct filter {
	const char *state, *to_key;
	const struct page *page;
};

static bool
list_all(struct call *c, const struct filter *f, struct outbox_rows *out,
	 int64_t *total)
{
	return db_all(c->db, SQL_mail_page_all, ARGS(ARG(from, f->page->from),
	    ARG(state, f->state), ARG(to_key, f->to_key),
	    ARG(offset, f->page->offset), ARG(fetch, f->page->fetch)),
	    mail_view, out) &&
	    (f->page->by_cursor || db_int(c->db, SQL_mail_count_all, ARGS(
	    ARG(state, f->state), ARG(to_key, f->to_key)), total));
}

/* Of the MSP's own mails its members see none, only those of its tenants. */
static bool
list_reach(struct call *c, const struct filter *f, struct outbox_rows *out,
	   int64_t *total)
{
	const struct caller *who = c->who;
	struct id own = who->tenant_id, below = who->tenant_id;

	if (!perms_has(&who->own, PERM_mail_manage))
		own = (struct id){{0}};
	if (!perms_has(&who->held, PERM_mail_manage))
		below = (struct id){{0}};
	return db_all(c->db, SQL_mail_page_reach, ARGS(ARG(own, own),
	    ARG(below, below), ARG(from, f->page->from), ARG(state, f->state),
	    ARG(to_key, f->to_key), ARG(offset, f->page->offset),
	    ARG(fetch, f->page->fetch)), mail_view, out) &&
	    (f->page->by_cursor || db_int(c->db, SQL_mail_count_reach, ARGS(
	    ARG(own, own), ARG(below, below), ARG(state, f->state),
	    ARG(to_key, f->to_key)), total));
}

bool
outbox_list(struct call *c, const char *state, const char *to,
	    const struct page *p, struct outbox_rows *out, int64_t *total)
{
	const struct filter f = {
		.state = state, .page = p,
		.to_key = to == NULL ? NULL :
		    account_email_key(call_arena(c), to),
	};

	*total = INT_ABSENT;
	return c->who->level == LEVEL_platform ? list_all(c, &f, out, total) :
	    list_reach(c, &f, out, total);
}

bool
outbox_of_tenant(struct call *c, struct id tenant, struct outbox_rows *out)
{
	return db_all(c->db, SQL_mail_of_tenant, ARGS(ARG(tenant_id, tenant)),
	    mail_view, out);
}

/* ---- one of them ---- */

bool
outbox_target(struct call *c, struct id mail, struct mail_view *out)
{
	struct tenant_row t;
	struct mail_view m;

	if (!db_one(c->db, SQL_mail_by_id, ARGS(ARG(id, mail)), mail_view, &m) ||
	    !caller_target(c, m.tenant_id, PERM_mail_manage, &t))
		return false;
	call_target(c, m.tenant_id, m.id);
	*out = m;
	return true;
}

static struct delivery
delivery_of(const struct mail_view *m)
{
	return (struct delivery){
		.state = m->state, .attempts = m->attempts,
		.last_error = m->last_error,
		.next_attempt_at = m->next_attempt_at,
		.updated_at = m->updated_at,
	};
}

static bool
tell_delivery(struct call *c, const struct mail_view *m, struct delivery *out)
{
	struct mail_view now;

	if (!db_one(c->db, SQL_mail_by_id, ARGS(ARG(id, m->id)), mail_view,
	    &now))
		return false;
	*out = delivery_of(&now);
	return true;
}

static bool
fail_over(struct call *c, const char *message, const char *why)
{
	(void)fail(&c->ctx, E_not_pending, "%s", why);
	c->ctx.err.message = message;
	return false;
}

bool
outbox_retry(struct call *c, const struct mail_view *m, struct delivery *out)
{
	struct mail_row row;
	const char *why_not;

	if (strcmp(m->state, "sent") == 0)
		return fail_over(c, LATER("This mail was sent already."), "sent");
	if (!db_one(c->db, SQL_mail_to_send, ARGS(ARG(id, m->id)), mail_row,
	    &row))
		return false;
	why_not = mailtext_why_not(&row);
	if (why_not != NULL)
		return fail_over(c,
		    LATER("This mail is of no use any more."), why_not);
	return db_exec(c->db, SQL_mail_requeue, ARGS(TIME(now, c->ctx.now),
	    ARG(tenant_id, m->tenant_id), ARG(id, m->id)), NULL) &&
	    tell_delivery(c, m, out);
}

bool
outbox_stop(struct call *c, const struct mail_view *m, struct delivery *out)
{
	int64_t stopped;

	if (!db_exec(c->db, SQL_mail_cancel, ARGS(TIME(now, c->ctx.now),
	    ARG(tenant_id, m->tenant_id), ARG(id, m->id)), &stopped))
		return false;
	if (stopped == 0)
		return fail_over(c, LATER("This mail does not wait."), m->state);
	return tell_delivery(c, m, out);
}

void
outbox_object(struct call *c, const struct mail_view *m, struct mail *out)
{
	struct delivery *d = arena_new(call_arena(c), struct delivery);

	*d = delivery_of(m);
	*out = (struct mail){
		.id = m->id, .kind = m->kind, .to = m->to_address,
		.tenant_id = m->tenant_id, .language = m->language,
		.invitation_id = m->invitation_id, .delivery = d,
		.created_at = m->created_at,
	};
}
