/* SPDX-License-Identifier: MIT */
#include "model/account.h"
#include "model/membership.h"
#include "model/outbox.h"

#define IN(F, T)							\
	F(T, str, email, .max = 254, .format = FORMAT_email, .doc = "Login email")
RECORD(auth_request_reset_in, IN);

METHOD(auth_request_reset, auth_request_reset_in, nothing,
	.name = "auth.request_reset",
	.summary = "Ask for a link to choose a new password. The answer is the same for every address.",
	.perm = PERM_PUBLIC,
	.tx = TX_WRITE,
	.secret = true,
	.example = "{\"email\":\"ann@example.com\"}");

/* Who asks is not told whether a mail goes out, nor why not. */
static bool
queue(struct call *c, const struct account_row *account,
      const struct membership_row *m, const char *to)
{
	int64_t wait;
	bool allowed;

	if (!outbox_may_send(c, "password_reset", to, &allowed, &wait))
		return false;
	if (m == NULL || !allowed)
		return outbox_pretend(c, to);
	return outbox_add(c, &(struct outbox_mail){.kind = "password_reset",
	    .tenant_id = m->tenant_id, .account_id = account->id, .to = to,
	    .language = account->language}, NULL);
}

/* The one where she can use a new password; NULL if there is none. */
static bool
find_membership(struct call *c, const struct account_row *account,
		const struct tenant_row *host, const struct membership_row **out,
		bool *out_several)
{
	const struct membership_row *m;
	struct memberships all;
	struct error closed;

	if (!membership_list(c, account->id, &all))
		return false;
	m = membership_choose(c, &all, host);
	if (m == NULL)
		m = membership_choose(c, &all, NULL);
	if (m != NULL && !membership_is_open(c, m)) {
		err_take(&c->ctx, &closed);
		m = NULL;
	}
	*out = m;
	*out_several = all.n > 1;
	return true;
}

static bool
auth_request_reset(struct call *c, const struct auth_request_reset_in *in,
		   struct nothing *out)
{
	const struct membership_row *m;
	struct account_row account;
	struct tenant_row host, tenant;
	struct settings s;
	bool found, several;

	(void)out;
	record_init(&record_account_row, &account);
	account.email = in->email;
	if (!tenant_of_host(c, &host) ||
	    !account_find(c, in->email, &account, &found) ||
	    !find_membership(c, &account, &host, &m, &several))
		return false;
	call_target(c, host.id, (struct id){{0}});
	c->audit_actor_name = in->email;
	if (m != NULL)
		membership_tenant(m, &tenant);
	tenant_settings(c, m == NULL ? &host : &tenant, &s);
	/* The other address may be one that an admin has entered, who has no say in what
	 * the password opens elsewhere. */
	if (several || setting_is(&s, SETTING_reset_delivery, "login"))
		return queue(c, &account, m, account.email);
	if (setting_is(&s, SETTING_reset_delivery, "both") &&
	    account.communication_email != NULL &&
	    !queue(c, &account, m, account.email))
		return false;
	return queue(c, &account, m, account_mail_address(&account));
}
