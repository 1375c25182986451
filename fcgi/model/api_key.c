/* SPDX-License-Identifier: MIT */
#include "model/api_key.h"

#include "crypt/crypt.h"

#include <string.h>

RECORD_TABLE(api_key_row, API_KEY_ROW);

#define PREFIX_BYTES	5	/* 8 characters of base 32 */

/* tk_ and 8 characters that stay readable in lists, _ and the secret. */
static const char *
new_prefix(struct arena *a)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char random[PREFIX_BYTES];
	char text[9] = "";
	uint64_t bits = 0;

	random_bytes(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		bits = bits << 8 | random[i];
	for (size_t i = 0; i < sizeof(text) - 1; i++, bits >>= 5)
		text[i] = alphabet[bits & 31];
	return arena_printf(a, "tk_%s", text);
}

static bool
add_secret(struct call *c, const struct api_key_row *k, const char **out)
{
	const char *secret = token_make(call_arena(c),
	    arena_printf(call_arena(c), "%s_", k->prefix));
	struct token_hash hash = token_hash("api_key", secret);

	if (!db_exec(c->db, SQL_api_key_secret_insert, ARGS(
	    ARG(hash, ((struct bytes){hash.b, sizeof(hash.b)})),
	    ARG(tenant_id, k->tenant_id), ARG(api_key_id, k->id)), NULL))
		return false;
	*out = secret;
	return true;
}

bool
api_key_make(struct call *c, const struct tenant_row *t, const char *name,
	     struct strs permissions, int64_t expires_at,
	     struct api_key_row *out, const char **out_secret)
{
	struct api_key_row k = {
		.id = id_make(KIND_key), .tenant_id = t->id, .name = name,
		.prefix = new_prefix(call_arena(c)),
		.permissions = strs_write(call_arena(c), permissions),
		.expires_at = expires_at, .last_used_at = INT_ABSENT,
		.created_by = c->who->id, .created_at = c->ctx.now,
	};

	if (!db_exec(c->db, SQL_api_key_insert, ARGS(
	    ARG(tenant_id, k.tenant_id), ARG(id, k.id), ARG(name, k.name),
	    ARG(prefix, k.prefix), ARG(permissions, k.permissions),
	    TIME(expires_at, k.expires_at), ARG(created_by, k.created_by),
	    TIME(now, k.created_at)), NULL) || !add_secret(c, &k, out_secret))
		return false;
	*out = k;
	return true;
}

bool
api_key_renew(struct call *c, struct api_key_row *k, int64_t overlap,
	      const char **out_secret)
{
	k->prefix = new_prefix(call_arena(c));
	return db_exec(c->db, SQL_api_key_retire, ARGS(
	    ARG(tenant_id, k->tenant_id), ARG(api_key_id, k->id),
	    TIME(until, c->ctx.now + overlap)), NULL) &&
	    db_exec(c->db, SQL_api_key_set_prefix, ARGS(
	    ARG(tenant_id, k->tenant_id), ARG(id, k->id),
	    ARG(prefix, k->prefix)), NULL) &&
	    add_secret(c, k, out_secret);
}

bool
api_key_revoke(struct call *c, const struct api_key_row *k)
{
	return db_exec(c->db, SQL_api_key_revoke, ARGS(TIME(now, c->ctx.now),
	    ARG(tenant_id, k->tenant_id), ARG(id, k->id)), NULL) &&
	    db_exec(c->db, SQL_api_key_secret_delete, ARGS(
	    ARG(tenant_id, k->tenant_id), ARG(api_key_id, k->id)), NULL);
}

bool
api_key_target(struct call *c, struct id id, struct api_key_row *out,
	       struct tenant_row *out_owner)
{
	struct api_key_row k;

	if (!db_one(c->db, SQL_api_key_by_id, ARGS(ARG(id, id)), api_key_row,
	    &k) || !caller_target(c, k.tenant_id, PERM_api_key_manage,
	    out_owner))
		return false;
	*out = k;
	return true;
}

bool
api_key_list(struct call *c, const struct tenant_row *t, const struct page *p,
	     struct api_key_rows *out, int64_t *total)
{
	*total = INT_ABSENT;
	return db_all(c->db, SQL_api_key_list, ARGS(ARG(tenant_id, t->id),
	    ARG(after, p->from), ARG(limit, p->fetch),
	    ARG(offset, p->offset)), api_key_row, out) &&
	    (p->by_cursor || db_int(c->db, SQL_api_key_count, ARGS(
	    ARG(tenant_id, t->id)), total));
}

void
api_key_object(struct call *c, const struct api_key_row *k, struct api_key *out)
{
	*out = (struct api_key){
		.id = k->id, .name = k->name, .prefix = k->prefix,
		.owner_id = k->tenant_id,
		.permissions = strs_parse(call_arena(c), k->permissions),
		.expires_at = k->expires_at, .last_used_at = k->last_used_at,
		.created_by = k->created_by, .created_at = k->created_at,
	};
}
