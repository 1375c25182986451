/* SPDX-License-Identifier: MIT */
#include "crypt/crypt.h"

#include "base/clock.h"
#include "crypt/patient.h"
#include "crypt/slots.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>

enum {
	SALT = crypto_pwhash_argon2id_SALTBYTES,
	RAW = 32,
	MEMORY_MIN_KIB = 8,
	MEMORY_MAX_KIB = 256 * 1024,	/* a stored hash must not eat the host */
	PASSES_MAX = 64,
	RETRY_AFTER = 1,
};

struct parsed {
	struct password_cost cost;
	unsigned char salt[SALT];
	unsigned char raw[RAW];
};

static bool
cost_is_sane(const struct password_cost *cost)
{
	return cost->memory_kib >= MEMORY_MIN_KIB &&
	    cost->memory_kib <= MEMORY_MAX_KIB &&
	    cost->passes >= 1 && cost->passes <= PASSES_MAX;
}

static bool
busy(struct ctx *c, const char *why)
{
	(void)fail(c, E_busy, "%s", why);
	c->err.retry_after = RETRY_AFTER;
	return false;
}

static struct meter *meter;

void
password_meter(struct meter *m)
{
	meter = m;
}

/* Taken ahead by password_turn_begin. */
static bool has_turn;
static int turn;

bool
password_turn_begin(struct ctx *c)
{
	assert(!has_turn);
	if (!slot_take(&turn))
		return busy(c, "all password slots are taken");
	has_turn = true;
	return true;
}

void
password_turn_end(void)
{
	assert(has_turn);
	has_turn = false;
	slot_give(turn);
}

struct hashing {
	const struct password_cost *cost;
	const unsigned char *salt;
	const char *password;
	unsigned char *out;
	int rc;
};

static void
hash(void *arg)
{
	struct hashing *h = arg;

	h->rc = crypto_pwhash(h->out, RAW, h->password, strlen(h->password),
	    h->salt, h->cost->passes, (size_t)h->cost->memory_kib * 1024,
	    crypto_pwhash_ALG_ARGON2ID13);
}

/* crypto_pwhash and not crypto_pwhash_str_verify: that one answers the same for
 * want of memory as for a wrong password. */
static bool
compute(struct ctx *c, const struct password_cost *cost,
	const unsigned char salt[SALT], const char *password,
	unsigned char out[RAW])
{
	struct hashing h = {cost, salt, password, out, -1};
	int64_t start;
	int slot = -1;

	if (!cost_is_sane(cost))
		return fail(c, E_internal, "argon2id with m=%u KiB, t=%u refused",
		    cost->memory_kib, cost->passes);
	if (!has_turn && !slot_take(&slot))
		return busy(c, "all password slots are taken");
	start = clock_mono_us();
	patient_run(hash, &h);
	meter_add(meter, 1, clock_mono_us() - start);
	slot_give(slot);
	return h.rc == 0 || busy(c, "no memory for argon2id");
}

/* Decimal without sign or leading zero. */
static bool
take_number(const char **s, unsigned *out)
{
	char *end;
	uintmax_t n;

	if (**s < '1' || **s > '9')
		return false;
	n = strtoumax(*s, &end, 10);
	if (n > UINT32_MAX)
		return false;
	*s = end;
	*out = (unsigned)n;
	return true;
}

static bool
take_text(const char **s, const char *text)
{
	size_t n = strlen(text);

	if (strncmp(*s, text, n) != 0)
		return false;
	*s += n;
	return true;
}

static bool
take_bytes(const char **s, unsigned char *out, size_t n)
{
	size_t got;

	return sodium_base642bin(out, n, *s, strlen(*s), NULL, &got, s,
	    sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 && got == n;
}

static bool
parse(const char *s, struct parsed *out)
{
	return take_text(&s, "$argon2id$v=19$m=") &&
	    take_number(&s, &out->cost.memory_kib) && take_text(&s, ",t=") &&
	    take_number(&s, &out->cost.passes) && take_text(&s, ",p=1$") &&
	    take_bytes(&s, out->salt, SALT) && take_text(&s, "$") &&
	    take_bytes(&s, out->raw, RAW) && *s == '\0';
}

static const char *
format(struct arena *a, const struct parsed *p)
{
	enum { VARIANT = sodium_base64_VARIANT_ORIGINAL_NO_PADDING };
	char salt[sodium_base64_ENCODED_LEN(SALT, VARIANT)];
	char raw[sodium_base64_ENCODED_LEN(RAW, VARIANT)];

	return arena_printf(a, "$argon2id$v=19$m=%u,t=%u,p=1$%s$%s",
	    p->cost.memory_kib, p->cost.passes,
	    sodium_bin2base64(salt, sizeof(salt), p->salt, SALT, VARIANT),
	    sodium_bin2base64(raw, sizeof(raw), p->raw, RAW, VARIANT));
}

bool
password_hash(struct ctx *c, const struct password_cost *cost,
	      const char *password, const char **out)
{
	struct parsed p = {.cost = *cost};

	randombytes_buf(p.salt, SALT);
	if (!compute(c, cost, p.salt, password, p.raw))
		return false;
	*out = format(c->arena, &p);
	return true;
}

bool
password_verify(struct ctx *c, const struct password_cost *cost,
		const char *hash, const char *password, bool *right)
{
	struct parsed p = {.cost = *cost};
	unsigned char raw[RAW];

	if (hash != NULL && !parse(hash, &p))
		return fail(c, E_internal, "stored password hash is unreadable");
	if (!compute(c, &p.cost, p.salt, password, raw))
		return false;
	*right = (sodium_memcmp(raw, p.raw, RAW) == 0) & (hash != NULL);
	sodium_memzero(raw, sizeof(raw));
	return true;
}

bool
password_is_weaker(const char *hash, const struct password_cost *cost)
{
	struct parsed p;

	return !parse(hash, &p) || p.cost.memory_kib < cost->memory_kib ||
	    p.cost.passes < cost->passes;
}
