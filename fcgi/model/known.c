/* SPDX-License-Identifier: MIT */
#include "model/known.h"

#include "model/credential.h"

#include <string.h>

#define MOST_KNOWN	64		/* a process; some kilobytes each */
#define CLOCK_SLACK	180		/* seconds between hosts of a cluster */

#define KNOWN_STAMP(F, T)						\
	F(T, int,  revision)						\
	F(T, time, last_seen_at)
RECORD(known_stamp, KNOWN_STAMP);

struct known {
	struct token_hash hash;
	struct arena *memory;
	struct caller caller;
	struct caller_row *row;		/* NULL: nobody */
	unsigned link;			/* over which it was read */
	int64_t read_at;
	uint64_t used;
};

/* One process serves one call at a time. */
static struct known all[MOST_KNOWN];
static uint64_t uses;

void
known_open(void)
{
	for (size_t i = 0; i < countof(all); i++)
		if (all[i].memory == NULL)
			all[i].memory = arena_open();
}

static struct known *
find(const struct token_hash *hash)
{
	for (size_t i = 0; i < countof(all); i++)
		if (all[i].row != NULL &&
		    memcmp(all[i].hash.b, hash->b, sizeof(hash->b)) == 0)
			return &all[i];
	return NULL;
}

static struct known *
least_used(void)
{
	struct known *k = &all[0];

	for (size_t i = 1; i < countof(all); i++)
		if (all[i].used < k->used)
			k = &all[i];
	return k;
}

static struct bytes
hash_bytes(const struct token_hash *h)
{
	return (struct bytes){h->b, sizeof(h->b)};
}

/* A database that was lost meanwhile may be another one now: restored from a dump, say. */
static bool
may_hold(const struct call *c, const struct known *k)
{
	return k->link == db_link(c->db) &&
	    k->read_at + KNOWN_SECONDS > c->ctx.now;
}

static bool
still_holds(struct call *c, struct known *k, bool *found, bool *holds)
{
	struct known_stamp now;

	if (!db_opt(c->db, SQL_known_stamp, ARGS(ARG(hash,
	    hash_bytes(&k->hash))), known_stamp, &now, found))
		return false;
	*holds = *found && now.revision == k->row->revision &&
	    k->link == db_link(c->db);
	if (*holds)
		k->row->last_seen_at = now.last_seen_at;
	return true;
}

/* Everything that is made here lives as long as what is known. */
static bool
read_into(struct call *c, struct known *k, bool *found)
{
	struct arena *of_call = call_arena(c);
	struct caller_row *row;
	bool ok;

	known_open();
	k->row = NULL;
	arena_reset(k->memory);
	c->ctx.arena = k->memory;
	row = arena_new(k->memory, struct caller_row);
	ok = db_opt(c->db, SQL_session_state, ARGS(ARG(hash,
	    hash_bytes(&k->hash))), caller_row, row, found);
	if (ok && *found) {
		caller_of_row(c, CALLER_user, row, &k->caller);
		k->row = row;
		k->link = db_link(c->db);
		k->read_at = c->ctx.now;
	}
	c->ctx.arena = of_call;
	return ok;
}

static bool
read_anew(struct call *c, struct known *k, const struct token_hash *hash,
	  bool *found)
{
	if (k == NULL)
		k = least_used();
	k->hash = *hash;
	return read_into(c, k, found);
}

bool
known_session(struct call *c, const struct token_hash *hash,
	      struct caller *out, bool *found)
{
	struct known *k = find(hash);
	bool holds = false;

	if (k != NULL && may_hold(c, k) && !still_holds(c, k, found, &holds))
		return false;
	if (!holds) {
		if (!read_anew(c, k, hash, found))
			return false;
		k = find(hash);
	}
	if (!*found)
		return true;
	k->used = ++uses;
	*out = k->caller;
	return true;
}

bool
known_outdate(struct call *c, struct id place)
{
	int64_t since = c->ctx.now - KNOWN_SECONDS - CREDENTIAL_SEEN_SECONDS -
	    CLOCK_SLACK;

	if (id_kind(place) == KIND_platform)
		return db_exec(c->db, SQL_known_outdate_all,
		    ARGS(TIME(since, since)), NULL);
	if (!db_exec(c->db, SQL_known_outdate_tenant, ARGS(
	    ARG(tenant_id, place), TIME(since, since)), NULL))
		return false;
	return id_kind(place) != KIND_msp || db_exec(c->db,
	    SQL_known_outdate_below, ARGS(ARG(msp_id, place),
	    TIME(since, since)), NULL);
}
