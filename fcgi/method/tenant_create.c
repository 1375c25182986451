/* SPDX-License-Identifier: MIT */
#include "model/creation.h"
#include "model/first_users.h"
#include "model/item.h"
#include "model/tally.h"

#include <string.h>

#define MOST_TENANTS	100

#define NEW(F, T)							\
	F(T, str,  tenant_name, .max = 255, .name_text = true,		\
	    .doc = "Name, unique over tenants and MSPs")		\
	F(T, id,   package_id, .opt = true, .nullable = true,		\
	    .kind = KIND_pkgtype, .kind2 = KIND_package,		\
	    .doc = "Type of its package, or a unit in stock; required without a template where packages are") \
	F(T, id,   template_id, .opt = true, .nullable = true,		\
	    .kind = KIND_template, .doc = "Preset of package, settings and roles") \
	F(T, str,  slug, .opt = true, .max = 63, .format = FORMAT_slug,	\
	    .doc = "First label of its host; made from the name if left out") \
	F(T, json, config, .opt = true, .nullable = true,		\
	    .doc = "Its settings by name")				\
	F(T, list, users, first_user, .opt = true, .nullable = true,	\
	    .max = MOST_FIRST_USERS, .doc = "Its first users")
RECORD(tenant_new_in, NEW);

#define IN(F, T)							\
	F(T, list, tenants, tenant_new_in, .min = 1, .max = MOST_TENANTS, \
	    .doc = "The tenants")					\
	F(T, bool, atomic, .opt = true, .doc = "All of them or none")	\
	F(T, bool, send_email, .opt = true,				\
	    .doc = "Whether the first users get a mail")
#define RESULT(F, T)							\
	F(T, str,  tenant_name, .doc = "As given")			\
	F(T, id,   tenant_id, .kind = KIND_tenant, .nullable = true,	\
	    .doc = "The new tenant")					\
	F(T, bool, success, .doc = "Whether it was created")		\
	F(T, rec,  error, item_error, .nullable = true, .doc = "Why not") \
	F(T, int,  total_new_users_created, .doc = "First users that were made") \
	F(T, int,  total_new_users_failed, .doc = "First users that could not be made") \
	F(T, strs, new_users_failed_emails, .doc = "Their addresses")	\
	F(T, bool, purchase_occurred, .doc = "Whether a package was added to the stock for it")
#define OUT(F, T)							\
	F(T, str,  message, .doc = "What happened, for people")		\
	F(T, int,  total_tenants_created, .doc = "How many were created") \
	F(T, int,  total_tenants_failed, .doc = "How many were not")	\
	F(T, list, tenants, tenant_result, .doc = "One for each, in order")
RECORD(tenant_create_in, IN);
RECORD(tenant_result, RESULT);
RECORD(tenant_create_out, OUT);

static void write_documented(struct buf *, const void *out);

METHOD(tenant_create, tenant_create_in, tenant_create_out,
	.name       = "tenant.create",
	.summary    = "Create tenants with their packages and first users.",
	.perm       = PERM_tenant_create,
	.tx         = TX_WRITE,
	.errors     = ERRS(E_duplicate_names, E_name_taken, E_slug_taken,
	    E_not_found, E_no_package_available, E_package_mismatch,
	    E_primary_package_required, E_mail_not_configured),
	.rest       = "POST /v1/admin/tenants",
	.rest_write = write_documented,
	.example    = "{\"tenants\":[{\"tenant_name\":\"Acme Corporation\","
	    "\"users\":[{\"email\":\"ann@acme.example\",\"role\":\"admin\"}]}]}");

/* ---- the documented view: an error is its sentence alone ---- */

static void
write_member(struct buf *b, const struct field *f, const void *record)
{
	const void *value = (const char *)record + f->offset;
	const struct item_error *e;

	buf_printf(b, "\"%s\":", f->name);
	if (strcmp(f->name, "error") != 0) {
		json_encode_value(b, f, value, true);
		return;
	}
	e = *(const struct item_error *const *)value;
	if (e == NULL)
		buf_puts(b, "null");
	else
		json_write_string(b, e->message);
}

static void
write_documented(struct buf *b, const void *out)
{
	const struct tenant_create_out *o = out;
	const struct record *r = &record_tenant_result;

	buf_puts(b, "{\"message\":");
	json_write_string(b, o->message);
	buf_printf(b, ",\"total_tenants_created\":%lld"
	    ",\"total_tenants_failed\":%lld,\"tenants\":[",
	    (long long)o->total_tenants_created,
	    (long long)o->total_tenants_failed);
	for (size_t i = 0; i < o->tenants.n; i++) {
		for (size_t k = 0; k < r->count; k++) {
			buf_puts(b, k > 0 ? "," : i > 0 ? ",{" : "{");
			write_member(b, &r->fields[k], &o->tenants.at[i]);
		}
		buf_putc(b, '}');
	}
	buf_puts(b, "]}");
}

/* ---- faults of the whole call ---- */

static bool
stands_elsewhere(const char *const *keys, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && strcmp(keys[k], keys[i]) == 0)
			return true;
	return false;
}

static bool
check_duplicates(struct call *c, const struct tenant_create_in *in)
{
	struct arena *a = call_arena(c);
	size_t n = in->tenants.n, twice = 0;
	const char **keys = arena_array(a, n, sizeof(*keys));
	int64_t *positions = arena_array(a, n, sizeof(*positions));

	for (size_t i = 0; i < n; i++)
		keys[i] = tenant_name_key(a, in->tenants.at[i].tenant_name);
	for (size_t i = 0; i < n; i++)
		if (stands_elsewhere(keys, n, i))
			positions[twice++] = (int64_t)i;
	if (twice == 0)
		return true;
	(void)fail(&c->ctx, E_duplicate_names, "%zu positions", twice);
	c->ctx.err.positions = positions;
	c->ctx.err.position_count = twice;
	return false;
}

static const struct json *
config_of(const struct tenant_new_in *in)
{
	return in->config == NULL || in->config->type == JSON_NULL ? NULL :
	    in->config;
}

/* Where packages are required, one of the two must say which (R82, R83). */
static bool
check_each(struct call *c, const struct tenant_create_in *in)
{
	bool required = setting_is(&c->who->settings, SETTING_packages,
	    "required");
	struct arena *a = call_arena(c);

	for (size_t i = 0; i < in->tenants.n; i++) {
		const struct tenant_new_in *t = &in->tenants.at[i];

		if (required && id_is_null(t->package_id) &&
		    id_is_null(t->template_id))
			fault_add(&c->ctx, arena_printf(a,
			    "tenants[%zu].package_id", i), "required",
			    "is required without a template_id");
		if (config_of(t) != NULL)
			(void)settings_merge(&c->ctx, LEVEL_tenant, NULL,
			    config_of(t), arena_printf(a,
			    "tenants[%zu].config", i));
	}
	if (!fail_faults(&c->ctx)) {
		if (required)
			c->ctx.err.setting = setting_name(SETTING_packages);
		return false;
	}
	return !in->send_email || service(c)->mail_configured ||
	    fail(&c->ctx, E_mail_not_configured, "no relay");
}

/* Tenants belong to an MSP, or to a platform that has none between. */
static bool
check_place(struct call *c)
{
	return c->who->level != LEVEL_tenant ||
	    fail(&c->ctx, E_permission_denied, "inside a tenant");
}

/* ---- one by one ---- */

/* What failed leaves nothing behind, and is told in its place or is the end of all. */
static bool
begin_one(struct call *c, const struct tenant_create_in *in, size_t i,
	  struct creation *creation, struct tenant_result *out)
{
	const struct tenant_new_in *t = &in->tenants.at[i];

	*creation = (struct creation){
		.name = t->tenant_name, .slug = t->slug,
		.package_id = t->package_id, .template_id = t->template_id,
		.config = config_of(t),
		.path = arena_printf(call_arena(c), "tenants[%zu].", i),
	};
	*out = (struct tenant_result){.tenant_name = t->tenant_name};
	if (!db_savepoint(c->db))
		return false;
	if (!creation_begin(c, creation))
		return in->atomic ? item_blame(c, "tenants", i) :
		    item_failed(c, &out->error) && db_rewind(c->db);
	out->tenant_id = creation->id;
	out->success = true;
	out->purchase_occurred = creation->purchased;
	return db_release(c->db);
}

static bool
finish_one(struct call *c, const struct tenant_create_in *in, size_t i,
	   const struct creation *creation, struct tenant_result *out)
{
	struct first_users_result users;
	struct tenant_row t;

	if (!creation_finish(c, creation, &t) ||
	    !first_users_invite(c, &t, in->tenants.at[i].users.at,
	    in->tenants.at[i].users.n, in->send_email, &users))
		return false;
	out->total_new_users_created = users.created;
	out->total_new_users_failed = (int64_t)users.failed.n;
	out->new_users_failed_emails = users.failed;
	return true;
}

/* What others could wait for or what could fail comes first and takes moments; the
 * people, who may take seconds, come last. */
static bool
create_all(struct call *c, const struct tenant_create_in *in,
	   struct tenant_result *out, int64_t *created)
{
	size_t n = in->tenants.n;
	struct creation *all = arena_array(call_arena(c), n, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		if (!begin_one(c, in, i, &all[i], &out[i]))
			return false;
		*created += out[i].success;
	}
	if (*created > 0 && !tally_add(c, c->who->tenant_id, *created))
		return false;
	for (size_t i = 0; i < n; i++)
		if (out[i].success && !finish_one(c, in, i, &all[i], &out[i]))
			return false;
	call_target(c, c->who->tenant_id, n == 1 ? out[0].tenant_id :
	    (struct id){{0}});
	return true;
}

/* The audit tells what came of it rather than what was asked for. */
static void
audit(struct call *c, const struct tenant_result *at, size_t n)
{
	struct arena *a = call_arena(c);
	struct json *list = json_new(a, JSON_LIST);

	c->audit_changes = json_new(a, JSON_OBJECT);
	json_set(a, c->audit_changes, "tenants", list);
	for (size_t i = 0; i < n; i++) {
		struct json *one = json_new(a, JSON_OBJECT);

		json_set(a, one, "name", json_string(a, at[i].tenant_name));
		if (at[i].success) {
			json_set(a, one, "id", json_string(a,
			    id_format(a, at[i].tenant_id)));
			json_set(a, one, "users", json_number(a,
			    at[i].total_new_users_created));
			json_set(a, one, "purchase_occurred", json_boolean(a,
			    at[i].purchase_occurred));
		} else {
			json_set(a, one, "error", json_string(a,
			    at[i].error->reason));
		}
		json_append(list, one);
	}
}

static bool
tenant_create(struct call *c, const struct tenant_create_in *in,
	      struct tenant_create_out *out)
{
	size_t n = in->tenants.n;
	struct tenant_result *results = arena_array(call_arena(c), n,
	    sizeof(*results));
	int64_t created = 0;

	if (!check_place(c) || !check_duplicates(c, in) ||
	    !check_each(c, in) || !create_all(c, in, results, &created))
		return false;
	audit(c, results, n);
	out->total_tenants_created = created;
	out->total_tenants_failed = (int64_t)n - created;
	out->message = arena_printf(call_arena(c),
	    "%lld tenants created, %lld failed", (long long)created,
	    (long long)n - (long long)created);
	out->tenants.at = results;
	out->tenants.n = n;
	return true;
}
