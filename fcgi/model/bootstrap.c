/* SPDX-License-Identifier: MIT */
#include "model/bootstrap.h"

#include "model/account.h"
#include "model/kind.h"
#include "model/member.h"

static bool
check_email(struct call *c, const char *email)
{
	if (!format_is(FORMAT_email, email))
		return fail_param(&c->ctx, "email", "format", "%s",
		    format_message(FORMAT_email));
	return true;
}

static bool
check_free(struct call *c, const char *email)
{
	struct account_row taken;
	bool found;

	if (!account_find(c, email, &taken, &found))
		return false;
	return !found || fail_field(&c->ctx, E_email_taken, "email",
	    "an account has it");
}

static bool
make_admin(struct call *c, const struct tenant_row *platform,
	   const struct account_row *a, const char *password)
{
	struct settings s;

	tenant_settings(c, platform, &s);
	return check_email(c, a->email) && check_free(c, a->email) &&
	    account_check_password(c, a, &s, platform->name, password,
	    "password") &&
	    account_insert(c, a) &&
	    account_set_password(c, a->id, password) &&
	    member_insert(c, &(struct member_new){
		.tenant_id = platform->id, .account_id = a->id,
		.role_id = role_platform_admin, .status = "active",
		.access_expires_at = INT_ABSENT,
	    });
}

static bool
make_if_none(struct call *c, const struct account_row *a, const char *password,
	     bool *out_created)
{
	struct tenant_row platform;
	int64_t admins;

	if (!tenant_touch(c, platform_id) ||
	    !tenant_get(c, platform_id, &platform) ||
	    !db_int(c->db, SQL_role_active_holders, ARGS(
	    ARG(tenant_id, platform_id), ARG(role_id, role_platform_admin)),
	    &admins))
		return false;
	*out_created = admins == 0;
	return admins > 0 || make_admin(c, &platform, a, password);
}

bool
bootstrap_platform(struct call *c, const char *email, const char *first_name,
		   const char *last_name, const char *password,
		   bool *out_created)
{
	struct account_row a = {
		.id = id_make(KIND_user), .email = email,
		.first_name = first_name, .last_name = last_name,
		.language = "en", .home_tenant_id = platform_id,
		.password_changed_at = INT_ABSENT,
		.password_expires_at = INT_ABSENT, .created_at = c->ctx.now,
	};

	if (!db_begin(c->db))
		return false;
	if (make_if_none(c, &a, password, out_created))
		return db_commit(c->db);
	db_rollback(c->db);
	return false;
}
