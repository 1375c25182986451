/* SPDX-License-Identifier: MIT */
#include "model/account.h"

#include "model/device.h"
#include "model/token.h"

#include <string.h>

RECORD_TABLE(account_row, ACCOUNT_ROW);

const char *
account_email_key(struct arena *a, const char *email)
{
	char *key = arena_strdup(a, email);

	for (char *p = key; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return key;
}

bool
account_get(struct call *c, struct id id, struct account_row *out)
{
	return db_one(c->db, SQL_account_by_id, ARGS(ARG(id, id)), account_row,
	    out);
}

bool
account_find(struct call *c, const char *email, struct account_row *out,
	     bool *found)
{
	return db_opt(c->db, SQL_account_by_email, ARGS(ARG(email_key,
	    account_email_key(call_arena(c), email))), account_row, out, found);
}

bool
account_insert(struct call *c, const struct account_row *r)
{
	return db_exec(c->db, SQL_account_insert, ARGS(ARG(id, r->id),
	    ARG(email, r->email),
	    ARG(email_key, account_email_key(call_arena(c), r->email)),
	    ARG(communication_email, r->communication_email),
	    ARG(first_name, r->first_name), ARG(last_name, r->last_name),
	    ARG(language, r->language),
	    ARG(home_tenant_id, r->home_tenant_id), TIME(now, c->ctx.now)), NULL);
}

bool
account_update_profile(struct call *c, struct id id, const char *first_name,
		       const char *last_name, const char *language,
		       const char *communication_email)
{
	return db_exec(c->db, SQL_account_update_profile, ARGS(
	    ARG(first_name, first_name), ARG(last_name, last_name),
	    ARG(language, language),
	    ARG(communication_email, communication_email),
	    ARG(account_id, id)), NULL) &&
	    db_exec(c->db, SQL_account_touch_members, ARGS(ARG(account_id, id)),
	    NULL);
}

bool
account_set_password(struct call *c, struct id id, const char *password)
{
	const char *hash;

	return password_hash(&c->ctx, &service(c)->password_cost, password,
	    &hash) && db_exec(c->db, SQL_account_set_password, ARGS(
	    ARG(password_hash, hash), TIME(now, c->ctx.now),
	    ARG(account_id, id)), NULL) && token_revoke_account(c, id, "password_reset") &&
	    device_forget_all(c, id);
}

const char *
account_mail_address(const struct account_row *r)
{
	return r->communication_email == NULL ? r->email :
	    r->communication_email;
}
