/* SPDX-License-Identifier: MIT */
#include "model/mfa.h"

#include "crypt/totp.h"
#include "model/account.h"
#include "model/outbox.h"
#include "model/throttle.h"

#include <string.h>

#define SEAL_PURPOSE	"totpseal"
#define CODE_TEXT	25	/* characters of 125 bits in base 32 */

#define TOTP_ROW(F, T)							\
	F(T, bytes, secret)						\
	F(T, int,   key_number)						\
	F(T, time,  confirmed_at)					\
	F(T, int,   last_step)
RECORD(totp_row, TOTP_ROW);

static bool
fail_keys(struct call *c)
{
	return fail(&c->ctx, E_internal, "no key in the key file for this");
}

static bool
sealed(struct call *c, struct id account, const unsigned char *secret,
       struct bytes *out, int64_t *out_number)
{
	const struct keyring *keys = service(c)->keys;
	unsigned char key[32];

	if (keys == NULL || !keyring_subkey(keys, keyring_current(keys),
	    SEAL_PURPOSE, key))
		return fail_keys(c);
	*out = seal(call_arena(c), key, (struct bytes){secret, TOTP_SECRET},
	    (struct bytes){account.b, sizeof(account.b)});
	*out_number = keyring_current(keys);
	return true;
}

static bool
unsealed(struct call *c, struct id account, const struct totp_row *r,
	 unsigned char *out)
{
	const struct keyring *keys = service(c)->keys;
	unsigned char key[32];
	struct bytes secret;

	if (keys == NULL || !keyring_subkey(keys, (unsigned)r->key_number,
	    SEAL_PURPOSE, key))
		return fail_keys(c);
	if (!unseal(call_arena(c), key, r->secret, (struct bytes){account.b,
	    sizeof(account.b)}, &secret) || secret.n != TOTP_SECRET)
		return fail(&c->ctx, E_internal, "a secret is damaged");
	memcpy(out, secret.p, TOTP_SECRET);
	return true;
}

static bool
find(struct call *c, struct id account, struct totp_row *out, bool *found)
{
	return db_opt(c->db, SQL_totp_find, ARGS(ARG(account_id, account)),
	    totp_row, out, found);
}

bool
mfa_begin(struct call *c, struct id account, unsigned char out_secret[20])
{
	struct totp_row r;
	struct bytes box;
	int64_t number;
	bool found;

	if (!find(c, account, &r, &found))
		return false;
	if (found && r.confirmed_at != INT_ABSENT)
		return fail(&c->ctx, E_mfa_already_enrolled, "since %lld",
		    (long long)r.confirmed_at);
	random_bytes(out_secret, TOTP_SECRET);
	return sealed(c, account, out_secret, &box, &number) &&
	    db_exec(c->db, SQL_totp_begin, ARGS(ARG(account_id, account),
	    ARG(secret, box), ARG(key_number, number),
	    TIME(now, c->ctx.now)), NULL);
}

/* ---- codes ---- */

/* Wrong codes are counted under a name that no address can have. */
static bool
count_try(struct call *c, struct id account, struct throttle *out)
{
	int64_t wait;

	throttle_of_name(arena_printf(call_arena(c), "mfa:%s",
	    id_format(call_arena(c), account)), out);
	if (!throttle_count(c, out, &wait))
		return false;
	return wait <= 0 || fail_retry(&c->ctx, E_throttled, wait);
}

static bool
fail_code(struct call *c, const char *field)
{
	c->keep_refusal = true;
	return fail_field(&c->ctx, E_mfa_failed, field, "wrong code");
}

/* A key of the file that is no longer the current one is left behind here. */
static bool
reseal(struct call *c, struct id account, const struct totp_row *r,
       const unsigned char *secret)
{
	struct bytes box;
	int64_t number;

	if ((unsigned)r->key_number == keyring_current(service(c)->keys))
		return true;
	return sealed(c, account, secret, &box, &number) &&
	    db_exec(c->db, SQL_totp_reseal, ARGS(ARG(secret, box),
	    ARG(key_number, number), ARG(account_id, account)), NULL);
}

static bool
take_code(struct call *c, struct id account, const struct totp_row *r,
	  const char *code)
{
	unsigned char secret[TOTP_SECRET];
	struct throttle throttle;
	int64_t step, taken;
	bool right;

	if (!count_try(c, account, &throttle) ||
	    !unsealed(c, account, r, secret))
		return false;
	right = totp_check(secret, c->ctx.now, code, r->last_step, &step);
	if (!right)
		return fail_code(c, "code");
	if (!db_exec(c->db, SQL_totp_take_step, ARGS(ARG(step, step),
	    ARG(account_id, account)), &taken))
		return false;
	if (taken != 1)
		return fail_code(c, "code");
	return throttle_clear(c, &throttle) &&
	    reseal(c, account, r, secret);
}

bool
mfa_confirm(struct call *c, struct id account, const char *code)
{
	struct totp_row r;
	bool found;

	if (!find(c, account, &r, &found))
		return false;
	if (!found)
		return fail(&c->ctx, E_mfa_not_enrolled, "nothing begun");
	if (r.confirmed_at != INT_ABSENT)
		return fail(&c->ctx, E_mfa_already_enrolled, "confirmed");
	return take_code(c, account, &r, code) &&
	    db_exec(c->db, SQL_totp_confirm, ARGS(TIME(now, c->ctx.now),
	    ARG(account_id, account)), NULL) &&
	    db_exec(c->db, SQL_account_set_mfa, ARGS(ARG(enabled, true),
	    ARG(account_id, account)), NULL);
}

static bool
find_confirmed(struct call *c, struct id account, struct totp_row *out)
{
	bool found;

	if (!find(c, account, out, &found))
		return false;
	if (!found || out->confirmed_at == INT_ABSENT)
		return fail(&c->ctx, E_mfa_not_enrolled, "no second factor");
	return true;
}

bool
mfa_check_code(struct call *c, struct id account, const char *code)
{
	struct totp_row r;

	return find_confirmed(c, account, &r) && take_code(c, account, &r, code);
}

/* ---- recovery codes ---- */

/* As people type them: any case, with or without the hyphens. */
static const char *
bare_code(struct call *c, const char *typed)
{
	struct buf b;

	buf_init(&b, call_arena(c));
	for (; *typed != '\0'; typed++)
		if (*typed != '-' && *typed != ' ')
			buf_putc(&b, *typed >= 'A' && *typed <= 'Z' ?
			    (char)(*typed + ('a' - 'A')) : *typed);
	return buf_text(&b);
}

static struct token_hash
recovery_hash(struct call *c, const char *code)
{
	return token_hash("recovery", bare_code(c, code));
}

bool
mfa_check_recovery(struct call *c, struct id account, const char *code)
{
	struct token_hash hash = recovery_hash(c, code);
	struct throttle throttle;
	struct totp_row r;
	int64_t used;

	if (!find_confirmed(c, account, &r) ||
	    !count_try(c, account, &throttle) ||
	    !db_exec(c->db, SQL_recovery_code_use, ARGS(
	    TIME(now, c->ctx.now), ARG(hash, ((struct bytes){hash.b,
	    sizeof(hash.b)})), ARG(account_id, account)), &used))
		return false;
	if (used != 1)
		return fail_code(c, "recovery_code");
	return throttle_clear(c, &throttle);
}

/* xxxxx-xxxxx-xxxxx-xxxxx-xxxxx */
static const char *
make_code(struct call *c)
{
	unsigned char random[16];
	char digits[27];

	random_bytes(random, sizeof(random));
	id_encode(random, digits);
	return arena_printf(call_arena(c), "%.5s-%.5s-%.5s-%.5s-%.5s",
	    digits + 1, digits + 6, digits + 11, digits + 16, digits + 21);
}

bool
mfa_new_codes(struct call *c, struct id account, struct strs *out)
{
	const char **codes = arena_array(call_arena(c), RECOVERY_CODES,
	    sizeof(*codes));

	if (!db_exec(c->db, SQL_recovery_code_delete_all, ARGS(
	    ARG(account_id, account)), NULL))
		return false;
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		struct token_hash hash;

		codes[i] = make_code(c);
		hash = recovery_hash(c, codes[i]);
		if (!db_exec(c->db, SQL_recovery_code_insert, ARGS(
		    ARG(hash, ((struct bytes){hash.b, sizeof(hash.b)})),
		    ARG(account_id, account)), NULL))
			return false;
	}
	*out = (struct strs){codes, RECOVERY_CODES};
	return true;
}

bool
mfa_remove(struct call *c, struct id account)
{
	int64_t removed;

	if (!db_exec(c->db, SQL_totp_delete, ARGS(ARG(account_id, account)),
	    &removed))
		return false;
	if (removed == 0)
		return fail(&c->ctx, E_mfa_not_enrolled, "no second factor");
	return db_exec(c->db, SQL_recovery_code_delete_all, ARGS(
	    ARG(account_id, account)), NULL) &&
	    db_exec(c->db, SQL_account_set_mfa, ARGS(ARG(enabled, false),
	    ARG(account_id, account)), NULL);
}

bool
mfa_notify(struct call *c, struct id account, struct id tenant)
{
	struct account_row a;

	if (!account_get(c, account, &a))
		return false;
	return outbox_add(c, &(struct outbox_mail){
		.kind = "mfa_changed", .tenant_id = tenant,
		.account_id = account, .to = account_mail_address(&a),
		.language = a.language,
	}, NULL);
}
