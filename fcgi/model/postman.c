/* SPDX-License-Identifier: MIT */
#include "model/postman.h"

#include "base/clock.h"
#include "base/log.h"
#include "crypt/crypt.h"
#include "model/kind.h"
#include "model/mailtext.h"

#include <string.h>
#include <time.h>

#define MOST_AT_ONCE	20
#define MOST_TRIES	5		/* to make one that the database refuses */
#define LEASE_SLACK	60		/* seconds beyond the relay's timeout */
#define GIVE_UP		((int64_t)24 * 3600)

#define MAIL_DUE(F, T)	F(T, id, id)
RECORD(mail_due, MAIL_DUE);

#define MAIL_WAITING(F, T)						\
	F(T, int, queued)						\
	F(T, int, later)
RECORD(mail_waiting, MAIL_WAITING);

static struct mail_meter *meter;	/* NULL: nobody counts */

/* A claimed mail on its way. */
struct parcel {
	struct mail_row row;
	bool settled;		/* somebody cancelled it, or it could not be made */
	const char *not_sent;	/* why it need not go any more; NULL: it goes */
	struct envelope *envelope;
};

/* The database has lost what was asked of it, and may be asked again: after 20 ms, then twice
 * as long each time, up to a second. */
static bool
ask_again(struct call *c, unsigned *asked)
{
	struct timespec pause = {0, 20000000L << (*asked < 5 ? *asked : 5)};
	struct error lost;

	if (c->ctx.err.code != E_busy && c->ctx.err.code != E_uncertain)
		return false;
	++*asked;
	err_take(&c->ctx, &lost);
	(void)nanosleep(&pause, NULL);
	return true;
}

/* ---- claiming ---- */

/* Whoever is told that another node was quicker has not won. */
static bool
claim(struct call *c, struct id keeper, struct id mail, int64_t until, bool *won)
{
	int64_t changed = 0;
	struct error outrun;

	if (!db_exec(c->db, SQL_mail_claim, ARGS(ARG(keeper, keeper),
	    TIME(until, until), ARG(id, mail), TIME(now, c->ctx.now)), &changed)) {
		if (!db_may_replay(c->db))
			return false;
		err_take(&c->ctx, &outrun);
	}
	*won = changed == 1;
	return true;
}

static bool
claim_due(struct call *c, struct id keeper, int64_t until, struct id *won,
	  size_t *n, bool *more)
{
	struct { const struct mail_due *at; size_t n; } due;

	*n = 0;
	if (!db_all(c->db, SQL_mail_due, ARGS(TIME(now, c->ctx.now)), mail_due,
	    &due))
		return false;
	for (size_t i = 0; i < due.n && *n < MOST_AT_ONCE; i++) {
		bool mine;

		if (!claim(c, keeper, due.at[i].id, until, &mine))
			return false;
		if (mine)
			won[(*n)++] = due.at[i].id;
	}
	*more = due.n > MOST_AT_ONCE;
	return true;
}

/* ---- making ---- */

static bool
pack(struct call *c, struct parcel *p, struct envelope *e)
{
	struct message m;
	struct buf data;

	if (!mailtext_make(c, &p->row, &m, &p->not_sent))
		return false;
	if (p->not_sent != NULL)
		return true;
	buf_init(&data, call_arena(c));
	if (!message_make(&c->ctx, &m, &data))
		return false;
	*e = (struct envelope){
		.from = m.from, .to = m.to, .data = buf_bytes(&data),
	};
	p->envelope = e;
	return true;
}

/* In the caller's transaction. */
static bool
hold_and_pack(struct call *c, struct id keeper, struct id mail,
	      struct parcel *p, struct envelope *e)
{
	int64_t held;

	if (!db_exec(c->db, SQL_mail_hold, ARGS(ARG(id, mail),
	    ARG(keeper, keeper)), &held))
		return false;
	p->settled = held == 0;
	return p->settled || (db_one(c->db, SQL_mail_to_send, ARGS(ARG(id, mail)), mail_row,
	    &p->row) && pack(c, p, e));
}

/* Row, link and text of one mail, in a transaction of their own: the link that is sent
 * is one that is kept. */
static bool
prepare_once(struct call *c, struct id keeper, struct id mail, struct parcel *p,
	     struct envelope *e)
{
	*p = (struct parcel){0};
	if (!db_begin(c->db))
		return false;
	if (hold_and_pack(c, keeper, mail, p, e))
		return db_commit(c->db);
	db_rollback(c->db);
	return false;
}

static bool
prepare(struct call *c, struct id keeper, struct id mail, struct parcel *p,
	struct envelope *e)
{
	unsigned asked = 0;

	while (!prepare_once(c, keeper, mail, p, e))
		if (!db_may_replay(c->db) || asked == MOST_TRIES ||
		    !ask_again(c, &asked))
			return false;
	return true;
}

/* ---- recording ---- */

/* One, two, five minutes ... then every hour, a fifth more or less by chance, so that
 * mails that failed together do not come back together. */
static int64_t
pause_after(int64_t attempts)
{
	static const int minutes[] = {1, 2, 5, 15, 30, 60};
	size_t last = countof(minutes) - 1;
	size_t i = attempts < (int64_t)last ? (size_t)attempts : last;
	int64_t seconds = minutes[i] * 60;
	unsigned char chance;

	random_bytes(&chance, 1);
	return seconds + (chance % 41 - 20) * seconds / 100;
}

static void
count(const char *state)
{
	if (meter == NULL)
		return;
	if (strcmp(state, "sent") == 0)
		meter->sent++;
	else if (strcmp(state, "deferred") == 0)
		meter->deferred++;
	else if (strcmp(state, "failed") == 0)
		meter->failed++;
	else
		meter->cancelled++;
}

/* Until the database has it: a mail of which nobody knows that it went is sent again when the
 * lease is over. */
static bool
record(struct call *c, struct id keeper, const struct mail_row *m,
       const char *state, const char *words, int64_t next)
{
	int64_t until = clock_now() + LEASE_SLACK;
	unsigned asked = 0;

	log_event(LOG_INFO_, "mail", "id=%s kind=%s state=%s attempts=%lld",
	    id_format(call_arena(c), m->id), m->kind, state,
	    (long long)m->attempts + 1);
	count(state);
	while (!db_exec(c->db, SQL_mail_done, ARGS(ARG(state, state),
	    ARG(tried, strcmp(state, "cancelled") == 0 ? 0 : 1),
	    ARG(words, words), TIME(next, next), TIME(now, clock_now()),
	    ARG(id, m->id), ARG(keeper, keeper)), NULL))
		if (clock_now() >= until || !ask_again(c, &asked))
			return false;
	return true;
}

static bool
record_outcome(struct call *c, struct id keeper, const struct parcel *p)
{
	const struct envelope *e = p->envelope;
	int64_t next = clock_now() + pause_after(p->row.attempts);
	const char *words;

	if (p->settled)
		return true;
	if (p->not_sent != NULL)
		return record(c, keeper, &p->row, "cancelled", p->not_sent,
		    INT_ABSENT);
	words = e->reply == NULL ? NULL :
	    arena_memdup(call_arena(c), e->reply, strnlen(e->reply, 900));
	switch (e->result) {
	case DELIVERY_SENT:
		return record(c, keeper, &p->row, "sent", NULL, INT_ABSENT);
	case DELIVERY_NEVER:
		return record(c, keeper, &p->row, "failed", words, INT_ABSENT);
	case DELIVERY_LATER:
		if (next > p->row.queued_at + GIVE_UP)
			return record(c, keeper, &p->row, "failed", words,
			    INT_ABSENT);
		return record(c, keeper, &p->row, "deferred", words, next);
	}
	unreachable();
}

/* A mail that cannot be made is failed, visibly; the others go on. */
static bool
prepare_or_fail(struct call *c, struct id keeper, struct id mail,
		struct parcel *p, struct envelope *e)
{
	struct error why;

	if (prepare(c, keeper, mail, p, e))
		return true;
	if (c->ctx.err.code == E_busy || c->ctx.err.code == E_uncertain)
		return false;
	err_take(&c->ctx, &why);
	log_event(LOG_ERROR_, "mail_unmakeable", "id=%s why=%s",
	    id_format(call_arena(c), mail), log_quote(why.why));
	p->settled = true;
	p->envelope = NULL;
	p->row.id = mail;
	if (p->row.kind == NULL)
		p->row.kind = "unread";
	return record(c, keeper, &p->row, "failed", "the mail could not be made",
	    INT_ABSENT);
}

bool
postman_round(struct call *c, const struct relay_config *relay, bool *more)
{
	struct id keeper = id_make(KIND_mail), won[MOST_AT_ONCE];
	struct parcel parcels[MOST_AT_ONCE] = {0};
	struct envelope envelopes[MOST_AT_ONCE] = {0};
	int64_t until = c->ctx.now + relay->timeout + LEASE_SLACK;
	size_t n, going = 0;

	if (!claim_due(c, keeper, until, won, &n, more))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!prepare_or_fail(c, keeper, won[i], &parcels[i],
		    &envelopes[going]))
			return false;
		going += parcels[i].envelope != NULL;
	}
	if (going > 0)
		relay_send(&c->ctx, relay, envelopes, going);
	for (size_t i = 0; i < n; i++)
		if (!record_outcome(c, keeper, &parcels[i]))
			return false;
	return true;
}

void
postman_meter(struct mail_meter *m)
{
	meter = m;
}

bool
postman_look(struct call *c)
{
	struct mail_waiting w;

	if (meter == NULL)
		return true;
	if (!db_one(c->db, SQL_mail_waiting, NO_ARGS, mail_waiting, &w))
		return false;
	meter->queued = w.queued;
	meter->later = w.later;
	return true;
}
