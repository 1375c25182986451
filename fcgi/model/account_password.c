/* SPDX-License-Identifier: MIT */
/*
 * account_password — what a new password must be.
 *
 * No rules of composition: length counts, and only what nobody would try first.
 */
#include "model/account.h"

#include "base/utf8.h"

#include <string.h>

#define MOST_BYTES	1024
#define LEAST_LETTERS	5	/* different ones */
#define LEAST_NAME	4	/* letters of a name that a password must not hold */
#define SAFE_LENGTH	15	/* without a second factor */

/* What stands at the head of every list of passwords that were lost. */
static const char *const common[] = {
	"password", "passwort", "motdepasse", "contrase\xc3\xb1" "a", "passw0rd",
	"p@ssw0rd", "qwerty", "qwertz", "azerty", "asdfgh", "zxcvbn", "1q2w3e",
	"letmein", "welcome", "iloveyou", "monkey", "dragon", "football",
	"baseball", "sunshine", "princess", "superman", "changeme", "secret",
	"admin", "login", "tenantry",
};

/* Which bytes of a password count for something. */
struct weighing {
	const char *text;
	size_t n;
	bool *counts;
};

static void
strike(struct weighing *w, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++)
		w->counts[i] = false;
}

static void
strike_word(struct weighing *w, const char *word)
{
	const char *p = w->text;

	while ((p = strstr(p, word)) != NULL) {
		strike(w, (size_t)(p - w->text), strlen(word));
		p += strlen(word);
	}
}

/* Each word of three or more bytes that a name or an address consists of. */
static void
strike_names(struct weighing *w, struct arena *a, const char *names)
{
	static const char between[] = " \t.,;:_-+@/'\"()&";

	if (names == NULL)
		return;
	for (const char *p = utf8_fold(a, names); *p != '\0'; ) {
		size_t n = strcspn(p, between);

		if (n >= 3)
			strike_word(w, arena_memdup(a, p, n));
		p += n;
		p += strspn(p, between);
	}
}

/* aaaa, 1234, dcba: what follows from the character before. */
static void
strike_runs(struct weighing *w)
{
	for (size_t i = 1; i < w->n; i++) {
		int step = (unsigned char)w->text[i] -
		    (unsigned char)w->text[i - 1];

		if (step >= -1 && step <= 1)
			w->counts[i] = false;
	}
}

/* abcabcabc is abc. */
static void
strike_repetition(struct weighing *w)
{
	for (size_t unit = 1; unit <= w->n / 2; unit++)
		if (memcmp(w->text, w->text + unit, w->n - unit) == 0) {
			strike(w, unit, w->n - unit);
			return;
		}
}

/* Characters that count: those whose first byte does. */
static int64_t
weight(const struct weighing *w)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->counts[i] && ((unsigned char)w->text[i] & 0xc0) != 0x80;
	return n;
}

static int
different_letters(const char *s)
{
	bool seen[256] = {false};
	int n = 0;

	for (; *s != '\0'; s++) {
		n += !seen[(unsigned char)*s];
		seen[(unsigned char)*s] = true;
	}
	return n;
}

/* Letters and digits alone, folded: what is left of "Acme & Sons" in "xxacmesons1". */
static const char *
squeezed(struct arena *a, const char *text, size_t n)
{
	const char *s = utf8_fold(a, arena_memdup(a, text, n));
	struct buf b;

	buf_init(&b, a);
	for (; *s != '\0'; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
		    (*s & 0x80))
			buf_putc(&b, *s);
	return buf_text(&b);
}

/* Short names stand in many words. */
static bool
holds(struct arena *a, const char *password, const char *name, size_t n)
{
	const char *s = name == NULL ? "" : squeezed(a, name, n);

	return utf8_length(s) >= LEAST_NAME && strstr(password, s) != NULL;
}

static bool
holds_a_name(struct arena *a, const struct account_row *r,
	     const char *tenant_name, const char *password)
{
	const char *const names[] = {r->first_name, r->last_name, tenant_name,
	    "tenantry"};
	const char *s = squeezed(a, password, strlen(password));

	for (size_t i = 0; i < countof(names); i++)
		if (holds(a, s, names[i], names[i] == NULL ? 0 :
		    strlen(names[i])))
			return true;
	return holds(a, s, r->email, strcspn(r->email, "@"));
}

/* A whole line of the list, without case. */
static bool
is_listed(struct arena *a, struct bytes list, const char *password)
{
	const char *line = arena_printf(a, "\n%s\n", utf8_fold(a, password));
	size_t n = strlen(line);

	return list.p != NULL && strchr(line + 1, '\n') == line + n - 1 &&
	    (memmem(list.p, list.n, line, n) != NULL ||
	    (list.n >= n - 1 && memcmp(list.p, line + 1, n - 1) == 0));
}

int64_t
account_password_length(const struct settings *s)
{
	int64_t n = setting_int(s, SETTING_password_min_length);

	return n < SAFE_LENGTH && !setting_bool(s, SETTING_mfa_required) ?
	    SAFE_LENGTH : n;
}

static int64_t
weigh(struct arena *a, const struct account_row *r, const char *tenant_name,
      const char *password)
{
	struct weighing w = {.text = utf8_fold(a, password)};

	w.n = strlen(w.text);
	w.counts = arena_array(a, w.n + 1, sizeof(*w.counts));
	memset(w.counts, 1, w.n * sizeof(*w.counts));
	for (size_t i = 0; i < countof(common); i++)
		strike_word(&w, common[i]);
	strike_names(&w, a, r->email);
	strike_names(&w, a, r->first_name);
	strike_names(&w, a, r->last_name);
	strike_names(&w, a, tenant_name);
	strike_runs(&w);
	strike_repetition(&w);
	return weight(&w);
}

static bool
weak(struct call *c, const char *field, const char *setting, const char *message)
{
	(void)fail_field(&c->ctx, E_password_weak, field, "%s", message);
	c->ctx.err.setting = setting;
	c->ctx.err.message = message;
	return false;
}

bool
account_check_password(struct call *c, const struct account_row *r,
		       const struct settings *s, const char *tenant_name,
		       const char *password, const char *field)
{
	struct arena *a = call_arena(c);
	int64_t asked = account_password_length(s);

	if ((int64_t)utf8_length(password) < asked)
		return weak(c, field, "password_min_length", arena_printf(a,
		    ctx_say(&c->ctx, "This password is too short: it needs "
		    "%lld characters."), (long long)asked));
	if (strlen(password) > MOST_BYTES)
		return weak(c, field, NULL, ctx_say(&c->ctx,
		    "This password is too long."));
	if (holds_a_name(a, r, tenant_name, password))
		return weak(c, field, NULL, ctx_say(&c->ctx,
		    "This password holds a name that others know."));
	if (is_listed(a, service(c)->common_passwords, password) ||
	    different_letters(password) < LEAST_LETTERS ||
	    weigh(a, r, tenant_name, password) < (asked + 1) / 2)
		return weak(c, field, NULL, ctx_say(&c->ctx,
		    "This password is too easy to guess."));
	return true;
}
