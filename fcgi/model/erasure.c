/* SPDX-License-Identifier: MIT */
#include "model/erasure.h"

#include "model/account.h"
#include "model/device.h"
#include "model/erased.h"
#include "model/session.h"
#include "model/throttle.h"

#include <string.h>

/* By the address and by the account: either may have changed since a mail was queued. */
static bool
delete_mails(struct call *c, const struct tenant_row *t,
	     const struct member_row *m)
{
	struct arena *a = call_arena(c);
	const char *other = m->communication_email == NULL ? m->email :
	    m->communication_email;

	return db_exec(c->db, SQL_erasure_mails, ARGS(ARG(tenant_id, t->id),
	    ARG(account_id, m->id)), NULL) &&
	    db_exec(c->db, SQL_erasure_mails_to, ARGS(ARG(account_id, m->id),
	    ARG(login_key, account_email_key(a, m->email)),
	    ARG(other_key, account_email_key(a, other))), NULL);
}

static bool
delete_credentials(struct call *c, const struct member_row *m)
{
	int64_t ended;

	return session_end_account(c, m->id, &ended) &&
	    device_forget_all(c, m->id) &&
	    throttle_clear_address(c, m->email) &&
	    db_exec(c->db, SQL_erasure_tokens, ARGS(ARG(account_id, m->id)),
	    NULL) &&
	    db_exec(c->db, SQL_totp_delete, ARGS(ARG(account_id, m->id)),
	    NULL) &&
	    db_exec(c->db, SQL_recovery_code_delete_all, ARGS(
	    ARG(account_id, m->id)), NULL);
}

/* Of an address that may be used again, or never was, nothing is kept. */
static bool
forget_account(struct call *c, const struct tenant_row *t,
	       const struct member_row *m)
{
	const char *key = erased_key(c, m->email);
	struct settings s;

	tenant_settings(c, t, &s);
	if (key == NULL || !m->was_active ||
	    !setting_is(&s, SETTING_login_email_reuse, "never"))
		return db_exec(c->db, SQL_member_delete_account,
		    ARGS(ARG(id, m->id)), NULL);
	return db_exec(c->db, SQL_erasure_account, ARGS(ARG(email_key, key),
	    ARG(id, m->id)), NULL);
}

bool
erasure_of(struct call *c, const struct tenant_row *t, const struct member_row *m)
{
	if (m->elsewhere)
		return fail(&c->ctx, E_user_exists_elsewhere, "to be removed there");
	return tenant_add_users(c, t->id, -1) &&
	    db_exec(c->db, SQL_erasure_invitations, ARGS(
	    ARG(account_id, m->id)), NULL) && delete_mails(c, t, m) &&
	    delete_credentials(c, m) && db_exec(c->db, SQL_member_delete, ARGS(
	    ARG(tenant_id, t->id), ARG(account_id, m->id)), NULL) &&
	    forget_account(c, t, m);
}
