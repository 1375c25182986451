/* SPDX-License-Identifier: MIT */
/*
 * A person is forgotten.  Her row stays, nameless, since others speak of its id.
 */
#include "model/account.h"

#include "model/device.h"
#include "model/erased.h"
#include "model/session.h"

/* Where addresses are never used again, what stands for hers; else what nobody has. */
static bool
key_of(struct call *c, const struct account_row *a, const char **out)
{
	struct tenant_row platform;
	struct settings s;
	const char *key = NULL;

	if (!tenant_get(c, platform_id, &platform))
		return false;
	tenant_settings(c, &platform, &s);
	if (setting_is(&s, SETTING_login_email_reuse, "never"))
		key = erased_key(c, a->email);
	*out = key != NULL ? key : arena_printf(call_arena(c), "erased:%s",
	    id_format(call_arena(c), a->id));
	return true;
}

bool
account_erase(struct call *c, const struct account_row *a)
{
	static const enum sql hers[] = {
		SQL_totp_delete, SQL_recovery_code_delete_all,
		SQL_account_erase_tokens, SQL_account_erase_invitations,
		SQL_account_erase_mails,
	};
	const char *key;
	int64_t ended;

	if (!key_of(c, a, &key) || !db_exec(c->db, SQL_account_erase, ARGS(
	    ARG(email_key, key), ARG(id, a->id)), NULL) ||
	    !session_end_account(c, a->id, &ended) ||
	    !device_forget_all(c, a->id))
		return false;
	for (size_t i = 0; i < countof(hers); i++)
		if (!db_exec(c->db, hers[i], ARGS(ARG(account_id, a->id)), NULL))
			return false;
	return true;
}
