/* SPDX-License-Identifier: MIT */
#include "model/reset.h"

#include "model/account.h"
#include "model/membership.h"
#include "model/outbox.h"

#include <string.h>

#define STEP	50		/* the LIMIT of reset_list */

#define RESET_REQUEST(F, T)						\
	F(T, int,  id)							\
	F(T, id,   host_id)						\
	F(T, str,  email)
RECORD(reset_request, RESET_REQUEST);

bool
reset_ask(struct call *c, const struct tenant_row *host, const char *email)
{
	return db_exec(c->db, SQL_reset_insert, ARGS(ARG(host_id, host->id),
	    ARG(email, email)), NULL);
}

static bool
queue(struct call *c, const struct account_row *account, struct id tenant,
      const char *to)
{
	int64_t wait;
	bool allowed;

	if (!outbox_may_send(c, "password_reset", to, &allowed, &wait))
		return false;
	return !allowed || outbox_add(c, &(struct outbox_mail){
	    .kind = "password_reset", .tenant_id = tenant,
	    .account_id = account->id, .to = to,
	    .language = account->language}, NULL);
}

/* The one where she can use a new password; NULL if there is none. */
static const struct membership_row *
choose(struct call *c, const struct memberships *all,
       const struct tenant_row *host)
{
	const struct membership_row *m = membership_choose(c, all, host);
	struct error closed;

	if (m == NULL)
		m = membership_choose(c, all, NULL);
	if (m == NULL || membership_is_open(c, m))
		return m;
	err_take(&c->ctx, &closed);
	return NULL;
}

/* The other address may be one that an admin has entered, who has no say in what the
 * password opens elsewhere. */
static bool
queue_all(struct call *c, const struct account_row *account,
	  const struct membership_row *m, bool several)
{
	struct tenant_row tenant;
	struct settings s;

	membership_tenant(m, &tenant);
	tenant_settings(c, &tenant, &s);
	if (several || setting_is(&s, SETTING_reset_delivery, "login"))
		return queue(c, account, m->tenant_id, account->email);
	if (setting_is(&s, SETTING_reset_delivery, "both") &&
	    account->communication_email != NULL &&
	    !queue(c, account, m->tenant_id, account->email))
		return false;
	return queue(c, account, m->tenant_id, account_mail_address(account));
}

static bool
answer(struct call *c, const struct reset_request *r)
{
	const struct membership_row *m;
	struct account_row account;
	struct tenant_row host;
	struct memberships all;
	bool found;

	if (!account_find(c, r->email, &account, &found))
		return false;
	if (!found)
		return true;
	if (!tenant_get(c, r->host_id, &host) ||
	    !membership_list(c, account.id, &all))
		return false;
	m = choose(c, &all, &host);
	return m == NULL || queue_all(c, &account, m, all.n > 1);
}

static bool
take(struct call *c, const struct reset_request *r)
{
	int64_t taken;

	return db_exec(c->db, SQL_reset_take, ARGS(ARG(id, r->id)), &taken) &&
	    (taken == 0 || answer(c, r));
}

/* The mail is queued in the transaction in which the request goes. */
static bool
take_alone(struct call *c, const struct reset_request *r)
{
	if (!db_begin(c->db))
		return false;
	if (take(c, r))
		return db_commit(c->db);
	db_rollback(c->db);
	return false;
}

bool
reset_round(struct call *c, bool *more)
{
	struct { const struct reset_request *at; size_t n; } asked;

	if (!db_all(c->db, SQL_reset_list, NO_ARGS, reset_request, &asked))
		return false;
	for (size_t i = 0; i < asked.n; i++)
		if (!take_alone(c, &asked.at[i]))
			return false;
	*more = asked.n == STEP;
	return true;
}
