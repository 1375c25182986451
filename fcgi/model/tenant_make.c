/* SPDX-License-Identifier: MIT */
/*
 * Making and changing tenants and MSPs: names, slugs, settings.
 */
#include "model/tenant.h"

#include "base/utf8.h"
#include "model/kind.h"
#include "model/known.h"
#include "model/role.h"

#include <stdlib.h>
#include <string.h>

#define MOST_SLUG	63
#define MOST_NUMBER	8	/* characters of a hyphen and a number behind it */
#define MOST_TRIES	5

/* Hosts of the service itself, of mail and of browsers' customs. */
static const char *const reserved[] = {
	"account", "accounts", "admin", "administrator", "api", "app", "assets",
	"auth", "autoconfig", "autodiscover", "billing", "cdn", "console",
	"dashboard", "docs", "ftp", "help", "host", "hostmaster", "imap",
	"localhost", "login", "logout", "mail", "mta", "mx", "ns", "ns1", "ns2",
	"oauth", "platform", "pop", "postmaster", "root", "security", "signin",
	"signup", "smtp", "sso", "static", "status", "support", "webmail",
	"webmaster", "wpad", "www",
};

static int
by_text(const void *key, const void *element)
{
	const char *const *word = element;

	return strcmp(key, *word);
}

/* xn-- would let a host look like another one. */
static bool
is_reserved(const char *slug)
{
	return strncmp(slug, "xn--", 4) == 0 || bsearch(slug, reserved,
	    countof(reserved), sizeof(reserved[0]), by_text) != NULL;
}

const char *
tenant_name_key(struct arena *a, const char *name)
{
	return utf8_fold(a, name);
}

bool
tenant_name_is_free(struct call *c, const char *name, bool *out)
{
	int64_t taken;

	if (!db_int(c->db, SQL_tenant_name_taken, ARGS(ARG(name_key,
	    tenant_name_key(call_arena(c), name))), &taken))
		return false;
	*out = taken == 0;
	return true;
}

/* ---- slugs ---- */

/* The beginning of all slugs that can be made from a name. */
static const char *
slug_stem(struct arena *a, const struct tenant_new *new)
{
	char *stem = arena_strdup(a, utf8_ascii(a, new->name));
	size_t n = strlen(stem);

	if (n > MOST_SLUG - MOST_NUMBER)
		n = MOST_SLUG - MOST_NUMBER;
	while (n > 0 && stem[n - 1] == '-')
		n--;
	stem[n] = '\0';
	if (n == 0)
		return id_prefix(new->kind);
	return stem;
}

static const char *
numbered(struct arena *a, const char *stem, int64_t number)
{
	return arena_printf(a, "%s-%lld", stem, (long long)number);
}

/* The first number behind a stem that is taken, as far as this transaction sees. */
static bool
first_number(struct call *c, const char *stem, int64_t *out)
{
	if (!db_int(c->db, SQL_tenant_slug_number, ARGS(ARG(slug, stem)), out))
		return false;
	if (*out < 2)
		*out = 2;
	return true;
}

/* ---- inserting ---- */

static const char *
field_of(struct call *c, const struct tenant_new *new, const char *name)
{
	return arena_printf(call_arena(c), "%s%s", new->path, name);
}

static bool
insert(struct call *c, const struct tenant_new *new, struct id id,
       const char *slug, bool *taken, const char **key)
{
	const char *config = new->config == NULL ? "{}" : new->config;

	return db_try(c->db, SQL_tenant_insert, ARGS(ARG(id, id),
	    ARG(kind, new->kind == KIND_msp ? "msp" : "tenant"),
	    ARG(msp_id, new->msp_id), ARG(name, new->name),
	    ARG(name_key, tenant_name_key(call_arena(c), new->name)),
	    ARG(slug, slug), ARG(config, config), TIME(now, c->ctx.now)),
	    taken, key);
}

static bool
fail_name(struct call *c, const struct tenant_new *new)
{
	return fail_field(&c->ctx, E_name_taken,
	    field_of(c, new, new->name_field), "a unique key");
}

static bool
fail_slug(struct call *c, const struct tenant_new *new)
{
	return fail_field(&c->ctx, E_slug_taken, field_of(c, new, "slug"),
	    "reserved, or a unique key");
}

static bool
insert_with_slug(struct call *c, const struct tenant_new *new, struct id id)
{
	const char *key;
	bool taken;

	if (is_reserved(new->slug))
		return fail_slug(c, new);
	if (!insert(c, new, id, new->slug, &taken, &key))
		return false;
	if (!taken)
		return true;
	return strcmp(key, "slug") == 0 ? fail_slug(c, new) : fail_name(c, new);
}

/* Mostly the stem itself is free: then nothing is read.  Somebody else may take the
 * number that we saw free. */
static bool
insert_with_number(struct call *c, const struct tenant_new *new, struct id id)
{
	const char *stem = slug_stem(call_arena(c), new), *key = "slug";
	bool taken = is_reserved(stem);
	int64_t number;

	if (!taken && !insert(c, new, id, stem, &taken, &key))
		return false;
	if (taken && strcmp(key, "slug") == 0 && !first_number(c, stem, &number))
		return false;
	for (int i = 0; taken && i < MOST_TRIES; i++) {
		if (strcmp(key, "slug") != 0)
			return fail_name(c, new);
		if (!insert(c, new, id, numbered(call_arena(c), stem,
		    number + i), &taken, &key))
			return false;
	}
	return !taken || fail_slug(c, new);
}

bool
tenant_insert(struct call *c, const struct tenant_new *new, struct id id)
{
	return new->slug != NULL ? insert_with_slug(c, new, id) :
	    insert_with_number(c, new, id);
}

bool
tenant_make(struct call *c, const struct tenant_new *new,
	    struct tenant_row *out)
{
	struct id id = id_make(new->kind);

	return tenant_insert(c, new, id) && tenant_get(c, id, out);
}

/* ---- changing ---- */

bool
tenant_rename(struct call *c, const struct tenant_row *t, const char *name,
	      const char *field)
{
	bool taken;

	if (!db_try(c->db, SQL_tenant_set_name, ARGS(ARG(id, t->id),
	    ARG(name, name), ARG(name_key, tenant_name_key(call_arena(c),
	    name))), &taken, NULL))
		return false;
	if (taken)
		return fail_field(&c->ctx, E_name_taken, field, "a unique key");
	return known_outdate(c, t->id);
}

bool
tenant_set_disabled_models(struct call *c, struct id id, struct strs names)
{
	return db_exec(c->db, SQL_tenant_set_models, ARGS(ARG(id, id),
	    ARG(disabled_models, strs_write(call_arena(c), names))), NULL);
}

bool
tenant_set_status(struct call *c, struct id id, const char *status,
		  const char *reason)
{
	return db_exec(c->db, SQL_tenant_set_status, ARGS(ARG(id, id),
	    ARG(status, status), ARG(reason, reason)), NULL) &&
	    known_outdate(c, id);
}

bool
tenant_set_config(struct call *c, struct id id, const char *config)
{
	return db_exec(c->db, SQL_tenant_set_config, ARGS(ARG(id, id),
	    ARG(config, config)), NULL) && known_outdate(c, id);
}

/* ---- settings that must fit together ---- */

/* What an MSP or the platform sets holds for its own staff and for its tenants. */
static bool
has_role(struct call *c, const struct tenant_row *t, const char *name,
	 bool *out)
{
	struct tenant_row below = *t;
	const struct role_row *at;
	size_t n;

	if (!role_list_for(c, t, &at, &n))
		return false;
	*out = role_named(at, n, name) != NULL;
	if (*out || tenant_level(t) == LEVEL_tenant)
		return true;
	below.kind = level_name(LEVEL_tenant);
	if (!role_list_for(c, &below, &at, &n))
		return false;
	*out = role_named(at, n, name) != NULL;
	return true;
}

static bool
check_default_role(struct call *c, const struct tenant_row *t,
		   const struct settings *s, struct strs more_roles,
		   const char *path)
{
	const char *name = setting_text(s, SETTING_default_role);
	bool found = true;

	if (name == NULL || *name == '\0' || strs_has(more_roles, name))
		return true;
	if (!has_role(c, t, name, &found))
		return false;
	if (!found)
		fault_add(&c->ctx, arena_printf(call_arena(c),
		    "%s.default_role", path), "unknown", "is no role here");
	return true;
}

static enum origin
origin_of(enum level level)
{
	static const enum origin origins[] = {
		[LEVEL_platform] = ORIGIN_platform, [LEVEL_msp] = ORIGIN_msp,
		[LEVEL_tenant] = ORIGIN_tenant,
	};

	return origins[level];
}

#define SHORT_PASSWORD	15

bool
tenant_check_config(struct call *c, const struct tenant_row *t,
		    const char *config, struct strs more_roles,
		    const char *path)
{
	struct tenant_row would = *t;
	struct settings s;

	would.config = config;
	tenant_settings(c, &would, &s);
	if (setting_int(&s, SETTING_password_min_length) < SHORT_PASSWORD &&
	    !setting_bool(&s, SETTING_mfa_required))
		fault_add(&c->ctx, arena_printf(call_arena(c),
		    "%s.password_min_length", path), "mfa_required",
		    "below %d only where a second factor is required",
		    SHORT_PASSWORD);
	return s.origin[SETTING_default_role] != origin_of(tenant_level(t)) ||
	    check_default_role(c, t, &s, more_roles, path);
}
