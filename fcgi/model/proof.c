/* SPDX-License-Identifier: MIT */
#include "model/proof.h"

#include "model/throttle.h"

/* A temporary password is none when its time is over. */
static const char *
hash_of(const struct call *c, const struct account_row *r)
{
	bool over = r->password_expires_at != INT_ABSENT &&
	    r->password_expires_at <= c->ctx.now;

	return over ? NULL : r->password_hash;
}

static bool
find(struct call *c, enum sql how, const char *email, struct account_row *out)
{
	bool found;

	record_init(&record_account_row, out);
	return db_opt(c->db, how, ARGS(ARG(email_key, account_email_key(
	    call_arena(c), email))), account_row, out, &found);
}

struct try {
	const char *email, *password;
	struct throttle throttle;
	struct account_row account;
	int64_t wait;		/* > 0: not looked at, held back */
	bool right;
};

static bool
look(struct call *c, struct try *t)
{
	return find(c, SQL_account_by_email, t->email, &t->account) &&
	    password_verify(&c->ctx, &service(c)->password_cost,
	    hash_of(c, &t->account), t->password, &t->right);
}

/* For want of memory or of the database nothing was judged: that is no wrong try. */
static bool
look_or_uncount(struct call *c, struct try *t)
{
	struct error why, nobody_asked;

	if (look(c, t))
		return true;
	err_take(&c->ctx, &why);
	if (!throttle_uncount(c, &t->throttle))
		err_take(&c->ctx, &nobody_asked);
	c->ctx.err = why;
	return false;
}

/* The turn comes first: what is counted is also looked at. */
static bool
try(struct call *c, struct try *t)
{
	bool done;

	if (!password_turn_begin(&c->ctx))
		return false;
	done = throttle_count(c, &t->throttle, &t->wait) &&
	    (t->wait > 0 || look_or_uncount(c, t));
	password_turn_end();
	return done;
}

static bool
hold_back(struct call *c, const struct try *t)
{
	c->keep_refusal = true;
	return fail_retry(&c->ctx, E_throttled, t->wait);
}

/* The cost has risen since; who knows the password pays once. */
static bool
rehash(struct call *c, const struct account_row *r, const char *password)
{
	const struct password_cost *cost = &service(c)->password_cost;
	const char *hash;

	return !password_is_weaker(r->password_hash, cost) ||
	    (password_hash(&c->ctx, cost, password, &hash) &&
	    db_exec(c->db, SQL_account_rehash, ARGS(ARG(password_hash, hash),
	    ARG(id, r->id), ARG(old_hash, r->password_hash)), NULL));
}

/* A password that was changed while we hashed is not right any more. */
static bool
settle(struct call *c, struct try *t)
{
	struct account_row now;

	if (!throttle_clear(c, &t->throttle) ||
	    !find(c, SQL_account_by_email_held, t->email, &now))
		return false;
	t->right = now.password_hash != NULL &&
	    now.password_changed_at == t->account.password_changed_at;
	t->account = now;
	return !t->right || rehash(c, &now, t->password);
}

bool
proof_by_stranger(struct call *c, const char *email, const char *password,
		  struct account_row *out, bool *right)
{
	struct try t = {.email = email, .password = password};

	if (!throttle_of(c, email, &t.throttle) || !db_commit(c->db) ||
	    !try(c, &t) || !db_begin(c->db))
		return false;
	if (t.wait > 0)
		return hold_back(c, &t);
	if (t.right && !settle(c, &t))
		return false;
	*out = t.account;
	*right = t.right;
	return true;
}

bool
proof_by_caller(struct call *c, const char *password, const char *field)
{
	struct try t = {.email = c->who->name, .password = password};

	if (!throttle_of(c, t.email, &t.throttle) || !try(c, &t))
		return false;
	if (t.wait > 0)
		return hold_back(c, &t);
	if (t.right)
		return throttle_clear(c, &t.throttle);
	c->keep_refusal = true;
	return fail_field(&c->ctx, E_auth_failed, field, "wrong password");
}
