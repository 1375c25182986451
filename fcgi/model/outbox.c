/* SPDX-License-Identifier: MIT */
#include "model/outbox.h"

#include "model/account.h"

#include <string.h>

#define DAY	((int64_t)24 * 3600)
#define AT_ONCE	3
#define A_DAY	10
#define REFILL	60	/* seconds for one more */

#define MAIL_TIME(F, T)	F(T, time, created_at)
RECORD(mail_time, MAIL_TIME);

static const char *
detail_text(struct call *c, const struct outbox_mail *m)
{
	struct buf b;

	if (m->detail == NULL)
		return "{}";
	buf_init(&b, call_arena(c));
	json_write(&b, m->detail);
	return buf_text(&b);
}

#define MAIL_ARGS(C, M)	ARGS(						\
	ARG(id, id_make(KIND_mail)), ARG(tenant_id, (M)->tenant_id),	\
	ARG(kind, (M)->kind), ARG(account_id, (M)->account_id),		\
	ARG(invitation_id, (M)->invitation_id),				\
	ARG(to_address, (M)->to),					\
	ARG(to_key, account_email_key(call_arena(C), (M)->to)),		\
	ARG(language, (M)->language), ARG(detail, detail_text(C, M)),	\
	TIME(now, (C)->ctx.now))

bool
outbox_add(struct call *c, const struct outbox_mail *m, struct delivery *out)
{
	if (!db_exec(c->db, SQL_mail_insert, MAIL_ARGS(c, m), NULL))
		return false;
	if (out != NULL)
		*out = (struct delivery){
			.state = "queued", .next_attempt_at = c->ctx.now,
			.updated_at = c->ctx.now,
		};
	return true;
}

/* Arguments that outlive the block in which they were made. */
static struct args
kept(struct arena *a, struct args args)
{
	return (struct args){(const struct arg *)(void *)arena_memdup(a,
	    args.at, args.n * sizeof(*args.at)), args.n};
}

bool
outbox_add_all(struct call *c, const struct outbox_mail *m, size_t n)
{
	struct args *rows = arena_array(call_arena(c), n + 1, sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		rows[i] = kept(call_arena(c), MAIL_ARGS(c, &m[i]));
	return n == 0 || db_each(c->db, SQL_mail_insert, rows, n, NULL);
}

bool
outbox_of_invitation(struct call *c, struct id tenant, struct id invitation,
		     struct delivery *out, bool *found)
{
	return db_opt(c->db, SQL_mail_of_invitation, ARGS(
	    ARG(tenant_id, tenant), ARG(invitation_id, invitation)), delivery,
	    out, found);
}

bool
outbox_cancel(struct call *c, struct id tenant, struct id invitation)
{
	return db_exec(c->db, SQL_mail_cancel_invitation, ARGS(
	    TIME(now, c->ctx.now), ARG(tenant_id, tenant),
	    ARG(invitation_id, invitation)), NULL);
}

bool
outbox_cancel_kind(struct call *c, struct id account, const char *kind)
{
	return db_exec(c->db, SQL_mail_cancel_kind, ARGS(TIME(now, c->ctx.now),
	    ARG(account_id, account), ARG(kind, kind)), NULL);
}

bool
outbox_cancel_tenant(struct call *c, struct id tenant)
{
	return db_exec(c->db, SQL_mail_cancel_tenant, ARGS(
	    TIME(now, c->ctx.now), ARG(tenant_id, tenant)), NULL);
}

/* Three at once, refilled by one a minute; TIMES are newest first. */
static int64_t
wait_for_refill(const struct mail_time *times, size_t n, int64_t now)
{
	int64_t left = AT_ONCE * REFILL, last = 0;

	for (size_t i = n; i-- > 0; last = times[i].created_at) {
		left += last == 0 ? 0 : times[i].created_at - last;
		if (left > AT_ONCE * REFILL)
			left = AT_ONCE * REFILL;
		left -= REFILL;
	}
	left += n == 0 ? 0 : now - times[0].created_at;
	return left >= REFILL ? 0 : REFILL - left;
}

bool
outbox_may_send(struct call *c, const char *kind, const char *to,
		bool *allowed, int64_t *retry_after)
{
	struct { const struct mail_time *at; size_t n; } recent;
	int64_t wait;

	if (!db_all(c->db, SQL_mail_recent, ARGS(
	    ARG(to_key, account_email_key(call_arena(c), to)), ARG(kind, kind),
	    TIME(since, c->ctx.now - DAY)), mail_time, &recent))
		return false;
	wait = wait_for_refill(recent.at, recent.n, c->ctx.now);
	if (recent.n >= A_DAY)
		wait = recent.at[A_DAY - 1].created_at + DAY - c->ctx.now;
	*allowed = wait <= 0;
	*retry_after = wait;
	return true;
}

bool
outbox_limit(struct call *c, const char *kind, const char *to)
{
	int64_t retry_after;
	bool allowed;

	if (!outbox_may_send(c, kind, to, &allowed, &retry_after))
		return false;
	return allowed || fail_retry(&c->ctx, E_resend_too_soon, retry_after);
}
