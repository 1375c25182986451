/* SPDX-License-Identifier: MIT */
#include "rpc/idempotency.h"

#include "crypt/crypt.h"

#include <stdlib.h>
#include <string.h>

#define KEPT(F, T)							\
	F(T, bytes, params_hash, .doc = "Of method and parameters")	\
	F(T, bytes, answer, .doc = "Sealed")				\
	F(T, time, created_at, .doc = "When the key was taken")
RECORD(kept_answer, KEPT);

static struct bytes
text_bytes(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static struct bytes
hash_bytes(struct arena *a, struct token_hash h)
{
	return (struct bytes){(unsigned char *)arena_memdup(a, h.b,
	    sizeof(h.b)), sizeof(h.b)};
}

static int
by_name(const void *a, const void *b)
{
	const struct json *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* Members in the order of their names: the order in which a client happened to
 * write them makes no other call. */
static void
write_canonical(struct buf *b, const struct json *v)
{
	const struct json **sorted;
	size_t n = 0;

	if (v->type != JSON_OBJECT && v->type != JSON_LIST) {
		json_write(b, v);
		return;
	}
	sorted = arena_array(b->arena, v->count, sizeof(const struct json *));
	for (const struct json *m = v->first; m != NULL; m = m->next)
		sorted[n++] = m;
	if (v->type == JSON_OBJECT && n > 0)
		qsort(sorted, n, sizeof(const struct json *), by_name);
	buf_putc(b, v->type == JSON_OBJECT ? '{' : '[');
	for (size_t i = 0; i < n; i++) {
		if (v->type == JSON_OBJECT &&
		    strcmp(sorted[i]->name, "idempotency_key") == 0)
			continue;
		if (v->type == JSON_OBJECT)
			json_write_string(b, sorted[i]->name);
		buf_putc(b, ':');
		write_canonical(b, sorted[i]);
	}
	buf_putc(b, v->type == JSON_OBJECT ? '}' : ']');
}

/* The call as a hash: view (rpc or rest), method and parameters. */
static struct bytes
call_hash(struct call *c, const char *view)
{
	struct buf b;

	buf_init(&b, call_arena(c));
	buf_printf(&b, "%s %s ", view, c->method->name);
	if (c->params != NULL)
		write_canonical(&b, c->params);
	return hash_bytes(call_arena(c), digest(text_bytes("call"),
	    buf_bytes(&b)));
}

static struct bytes
key_hash(struct call *c, const char *key)
{
	return hash_bytes(call_arena(c), digest(text_bytes("idempotency"),
	    text_bytes(key)));
}

static bool
unseal_answer(struct call *c, const char *key, struct bytes sealed,
	      const char **out)
{
	struct token_hash k = digest(text_bytes("answer"), text_bytes(key));
	struct bytes plain;

	if (!unseal(call_arena(c), k.b, sealed, key_hash(c, key), &plain))
		return fail(&c->ctx, E_internal, "a kept answer is damaged");
	*out = arena_memdup(call_arena(c), plain.p, plain.n);
	return true;
}

/* Somebody was here before: an answer, another call, or a key that is too old. */
static bool
look_at_kept(struct call *c, struct id caller, const char *key,
	     struct bytes call, const char **kept)
{
	struct bytes hash = key_hash(c, key);
	struct kept_answer k;
	int64_t renewed;

	if (!db_exec(c->db, SQL_idempotency_renew, ARGS(ARG(caller, caller),
	    ARG(key_hash, hash), ARG(params_hash, call),
	    TIME(now, c->ctx.now),
	    TIME(before, c->ctx.now - IDEMPOTENCY_SECONDS)), &renewed))
		return false;
	if (renewed == 1) {
		*kept = NULL;
		return true;
	}
	if (!db_one(c->db, SQL_idempotency_find, ARGS(ARG(caller, caller),
	    ARG(key_hash, hash)), kept_answer, &k))
		return false;
	if (k.params_hash.n != call.n ||
	    memcmp(k.params_hash.p, call.p, call.n) != 0)
		return fail_field(&c->ctx, E_idempotency_mismatch,
		    "idempotency_key", "used for another call");
	return unseal_answer(c, key, k.answer, kept);
}

bool
idempotency_take(struct call *c, struct id caller, const char *key,
		 const char *view, const char **kept)
{
	struct bytes call = call_hash(c, view);
	bool duplicate;

	if (!db_try(c->db, SQL_idempotency_insert, ARGS(ARG(caller, caller),
	    ARG(key_hash, key_hash(c, key)), ARG(params_hash, call),
	    TIME(now, c->ctx.now)), &duplicate, NULL))
		return false;
	if (duplicate)
		return look_at_kept(c, caller, key, call, kept);
	*kept = NULL;
	return true;
}

bool
idempotency_keep(struct call *c, struct id caller, const char *key,
		 const char *answer)
{
	struct token_hash k = digest(text_bytes("answer"), text_bytes(key));
	struct bytes hash = key_hash(c, key);

	return db_exec(c->db, SQL_idempotency_keep, ARGS(ARG(caller, caller),
	    ARG(key_hash, hash), ARG(answer, seal(call_arena(c), k.b,
	    text_bytes(answer), hash))), NULL);
}

bool
idempotency_drop(struct call *c, struct id caller, const char *key)
{
	return db_exec(c->db, SQL_idempotency_drop, ARGS(ARG(caller, caller),
	    ARG(key_hash, key_hash(c, key))), NULL);
}
