/* SPDX-License-Identifier: MIT */
#include "model/invitation.h"

#include "model/outbox.h"
#include "model/token.h"

#include <string.h>

RECORD_TABLE(invitation_row, INVITATION_ROW);

/* ---- reading ---- */

bool
invitation_target(struct call *c, struct id invitation, unsigned perm,
		  struct invitation_row *out, struct tenant_row *out_tenant)
{
	struct invitation_row i;

	if (!db_one(c->db, SQL_invitation_by_id, ARGS(ARG(id, invitation),
	    TIME(now, c->ctx.now)), invitation_row, &i) ||
	    !caller_target(c, i.tenant_id, perm, out_tenant))
		return false;
	call_target(c, i.tenant_id, i.id);
	*out = i;
	return true;
}

bool
invitation_reload(struct call *c, struct invitation_row *i)
{
	return db_one(c->db, SQL_invitation_by_id, ARGS(ARG(id, i->id),
	    TIME(now, c->ctx.now)), invitation_row, i);
}

bool
invitation_find_open(struct call *c, struct id tenant, struct id account,
		     struct invitation_row *out, bool *found)
{
	return db_opt(c->db, SQL_invitation_open, ARGS(ARG(tenant_id, tenant),
	    ARG(account_id, account), TIME(now, c->ctx.now)), invitation_row,
	    out, found);
}

bool
invitation_page(struct call *c, const struct tenant_row *t,
		const struct invitation_query *q, const struct page *page,
		struct invitation_rows *out, int64_t *out_total)
{
	bool expired = strcmp(q->status, "expired") == 0;
	bool pending = strcmp(q->status, "pending") == 0;
	int64_t only = expired || pending ? expired : INT_ABSENT;
	const char *status = expired ? "pending" : q->status;
	const char *text = like_anywhere(call_arena(c), q->text);

	*out_total = INT_ABSENT;
	if (!page->by_cursor && !db_int(c->db, SQL_invitation_count, ARGS(
	    ARG(tenant_id, t->id), ARG(status, status), ARG(expired, only),
	    TIME(now, c->ctx.now), ARG(text, text)), out_total))
		return false;
	return db_all(c->db, SQL_invitation_page, ARGS(
	    ARG(tenant_id, t->id), ARG(status, status), ARG(expired, only),
	    TIME(now, c->ctx.now), ARG(text, text), ARG(from, page->from),
	    ARG(offset, page->offset), ARG(fetch, page->fetch)),
	    invitation_row, out);
}

static const char *
mail_address(const struct invitation_row *i)
{
	return i->communication_email == NULL ? i->email :
	    i->communication_email;
}

static const struct delivery *
delivery_of(struct call *c, const struct invitation_row *i)
{
	struct delivery *d;

	if (i->delivery_state == NULL)
		return NULL;
	d = arena_new(call_arena(c), struct delivery);
	*d = (struct delivery){
		.state = i->delivery_state, .attempts = i->delivery_attempts,
		.last_error = i->delivery_error,
		.next_attempt_at = i->delivery_next_at,
		.updated_at = i->delivery_updated_at,
	};
	return d;
}

void
invitation_object(struct call *c, const struct invitation_row *i,
		  struct invitation *out)
{
	*out = (struct invitation){
		.id = i->id, .tenant_id = i->tenant_id,
		.user_id = i->account_id, .email = i->email,
		.communication_email = mail_address(i),
		.first_name = i->first_name, .last_name = i->last_name,
		.language = i->language, .role_name = i->role_name,
		.permissions = strs_parse(call_arena(c), i->permissions),
		.status = i->status, .invited_by = i->invited_by,
		.send_count = i->send_count, .delivery = delivery_of(c, i),
		.expires_at = i->expires_at, .accepted_at = i->accepted_at,
		.version = i->version, .created_at = i->created_at,
	};
}

/* ---- changes ---- */

bool
invitation_is_pending(struct call *c, const struct invitation_row *i)
{
	return strcmp(i->status, "pending") == 0 ||
	    strcmp(i->status, "expired") == 0 ||
	    fail(&c->ctx, E_not_pending, "%s", i->status);
}

bool
invitation_void_links(struct call *c, const struct invitation_row *i)
{
	return token_revoke_invitation(c, i->tenant_id, i->id) &&
	    outbox_cancel(c, i->tenant_id, i->id);
}

/* Whoever sends it stands for it if she could have made it: the right to invite is looked
 * at again when it is accepted, and the one who made it may be gone. */
static bool
choose_inviter(struct call *c, const struct tenant_row *t,
	       const struct invitation_row *i, struct id *out)
{
	struct strs permissions = strs_parse(call_arena(c), i->permissions);
	struct role_row role;
	struct error lacking;

	if (role_find_for(c, t, i->role_name, "invitation_id", &role) &&
	    role_may_assign(c, t, &role, "invitation_id") &&
	    role_may_grant(c, t, permissions, "invitation_id")) {
		*out = c->who->id;
		return true;
	}
	*out = i->invited_by;
	if (c->ctx.err.code != E_role_not_assignable &&
	    c->ctx.err.code != E_grant_not_held)
		return false;
	err_take(&c->ctx, &lacking);
	return true;
}

bool
invitation_send(struct call *c, const struct tenant_row *t,
		struct invitation_row *i, struct delivery *out)
{
	struct outbox_mail mail = {
		.kind = "invitation", .tenant_id = t->id,
		.account_id = i->account_id, .invitation_id = i->id,
		.to = mail_address(i), .language = i->language,
	};
	int64_t expires = c->ctx.now + i->ttl_seconds;
	struct delivery d;
	struct id by;

	if (!outbox_limit(c, mail.kind, mail.to) ||
	    !choose_inviter(c, t, i, &by) || !invitation_void_links(c, i) ||
	    !db_exec(c->db, SQL_invitation_sent, ARGS(
	    ARG(tenant_id, i->tenant_id), ARG(id, i->id),
	    ARG(invited_by, by), TIME(expires_at, expires)), NULL) ||
	    !outbox_add(c, &mail, &d))
		return false;
	i->status = "pending";
	i->invited_by = by;
	i->expires_at = expires;
	i->send_count++;
	i->version++;
	i->delivery_state = d.state;
	i->delivery_attempts = d.attempts;
	i->delivery_error = d.last_error;
	i->delivery_next_at = d.next_attempt_at;
	i->delivery_updated_at = d.updated_at;
	if (out != NULL)
		*out = d;
	return true;
}

static bool
set(struct call *c, const struct invitation_row *i,
    const struct invitation_change *to)
{
	const struct id same = {{0}};

	return db_exec(c->db, SQL_invitation_set, ARGS(
	    ARG(tenant_id, i->tenant_id), ARG(id, i->id),
	    ARG(first_name, to->first_name), ARG(last_name, to->last_name),
	    ARG(communication_email, to->communication_email),
	    ARG(language, to->language),
	    ARG(role_id, to->role == NULL ? same : to->role->id),
	    ARG(permissions, to->permissions.at == NULL ? NULL :
	    strs_write(call_arena(c), to->permissions))), NULL);
}

bool
invitation_edit(struct call *c, const struct tenant_row *t,
		struct invitation_row *i, const struct invitation_change *to)
{
	const char *address = mail_address(i);

	if (!set(c, i, to) || !invitation_reload(c, i))
		return false;
	if (strcmp(mail_address(i), address) == 0)
		return true;
	if (i->send_count == 0)
		return invitation_void_links(c, i);
	return invitation_send(c, t, i, NULL);
}

bool
invitation_extend(struct call *c, const struct invitation_row *i,
		  int64_t expires_at)
{
	return db_exec(c->db, SQL_invitation_extend, ARGS(
	    ARG(tenant_id, i->tenant_id), ARG(id, i->id),
	    TIME(expires_at, expires_at)), NULL);
}

bool
invitation_end(struct call *c, const struct invitation_row *i)
{
	return invitation_void_links(c, i) &&
	    db_exec(c->db, SQL_invitation_revoke, ARGS(
	    ARG(tenant_id, i->tenant_id), ARG(id, i->id)), NULL);
}
