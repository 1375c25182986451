/* SPDX-License-Identifier: MIT */
#include "model/member.h"

#include "model/account.h"
#include "model/outbox.h"
#include "model/session.h"

#include <string.h>

RECORD_TABLE(member_row, MEMBER_ROW);
RECORD_TABLE(key_made, KEY_MADE);
RECORD_TABLE(user_standing, USER_STANDING);

#define MEMBER_PLACE(F, T)	F(T, id, tenant_id)
RECORD(member_place, MEMBER_PLACE);

#define MEMBER_ID(F, T)		F(T, id, id)
RECORD(member_id, MEMBER_ID);

/* ---- reading ---- */

bool
member_get(struct call *c, struct id tenant, struct id account,
	   struct member_row *out)
{
	return db_one(c->db, SQL_member_get, ARGS(ARG(tenant_id, tenant),
	    ARG(account_id, account), TIME(now, c->ctx.now)), member_row, out);
}

bool
member_find(struct call *c, struct id tenant, const char *email,
	    struct member_row *out, bool *found)
{
	struct member_id m;

	if (!db_opt(c->db, SQL_member_by_email, ARGS(ARG(tenant_id, tenant),
	    ARG(email_key, account_email_key(call_arena(c), email))), member_id,
	    &m, found))
		return false;
	return !*found || member_get(c, tenant, m.id, out);
}

/* The one place inside the caller's reach where the account is a member. */
static bool
find_place(struct call *c, struct id account, struct id *out)
{
	const struct caller *who = c->who;
	const struct id everywhere = {{0}};
	struct { const struct member_place *at; size_t n; } places;

	if (who->level == LEVEL_tenant) {
		*out = who->tenant_id;
		return true;
	}
	if (!db_all(c->db, SQL_member_places, ARGS(ARG(account_id, account),
	    ARG(reach, who->level == LEVEL_platform ? everywhere :
	    who->tenant_id)), member_place, &places))
		return false;
	if (places.n == 0)
		return fail(&c->ctx, E_not_found, "no member in reach");
	if (places.n > 1)
		return fail_param(&c->ctx, "tenant_id", "required",
		    "is required: this person is a member of several");
	*out = places.at[0].tenant_id;
	return true;
}

static struct perms
perms_of_role(struct call *c, const struct tenant_row *t,
	      const struct member_row *m)
{
	return m->role_builtin ?
	    perms_builtin(tenant_level(t), m->role_name, true) :
	    perms_parse(call_arena(c), m->role_permissions);
}

/* In the own tenant nobody takes over somebody who may more: who could change an
 * administrator's address would soon have her password. */
static bool
is_not_above(struct call *c, const struct tenant_row *t,
	     const struct member_row *m)
{
	struct perms hers = perms_of_role(c, t, m);

	if (!id_equal(c->who->tenant_id, t->id) ||
	    id_equal(c->who->id, m->id) ||
	    (hers.bits & ~c->who->own.bits) == 0)
		return true;
	return fail(&c->ctx, E_permission_denied, "%s may more than %s",
	    m->role_name, c->who->name);
}

bool
member_target(struct call *c, struct id tenant, struct id account,
	      unsigned perm, struct member_row *out,
	      struct tenant_row *out_tenant)
{
	struct tenant_row t;
	struct member_row m;

	if (id_is_null(tenant) && !find_place(c, account, &tenant))
		return false;
	if (!caller_target(c, tenant, perm, &t) ||
	    !member_get(c, t.id, account, &m))
		return false;
	if (perm != PERM_user_read && !is_not_above(c, &t, &m))
		return false;
	call_target(c, t.id, m.id);
	*out = m;
	*out_tenant = t;
	return true;
}

/* Who does not hold one of our permissions does not see it with her peers either (R117). */
static struct strs
visible(struct call *c, const struct member_row *m)
{
	struct strs all = strs_parse(call_arena(c), m->permissions);
	const char **at = arena_array(call_arena(c), all.n + 1, sizeof(*at));
	struct strs out = {at, 0};

	for (size_t i = 0; i < all.n; i++)
		if (c->who == NULL || id_equal(c->who->id, m->id) ||
		    !id_equal(c->who->tenant_id, m->tenant_id) ||
		    perm_find(all.at[i]) == PERM_UNSET ||
		    perms_has_name(&c->who->held, all.at[i]) ||
		    perms_has_name(&c->who->own, all.at[i]))
			at[out.n++] = all.at[i];
	return out;
}

void
member_user(struct call *c, const struct member_row *m, struct user *out)
{
	*out = (struct user){
		.id = m->id, .tenant_id = m->tenant_id, .email = m->email,
		.communication_email = m->communication_email == NULL ?
		    m->email : m->communication_email,
		.first_name = m->first_name, .last_name = m->last_name,
		.language = m->language, .status = m->status,
		.role_name = m->role_name, .permissions = visible(c, m),
		.mfa_enabled = m->mfa_enabled,
		.last_sign_in_at = m->last_sign_in_at,
		.access_expires_at = m->access_expires_at,
		.version = m->version, .created_at = m->created_at,
	};
}

/* ---- lists ---- */

static bool
is_unfiltered(const struct member_query *q)
{
	return q->status == NULL && q->role == NULL && q->text == NULL &&
	    q->not_signed_in_since == INT_ABSENT;
}

#define FILTER_ARGS(C, T, Q)						\
	ARG(tenant_id, (T)->id), TIME(now, (C)->ctx.now),		\
	ARG(status, (Q)->status), ARG(role, (Q)->role),			\
	TIME(since, (Q)->not_signed_in_since),				\
	ARG(text, like_anywhere(call_arena(C), (Q)->text))

static bool
count(struct call *c, const struct tenant_row *t, const struct member_query *q,
      const struct page *page, const struct member_list *rows, int64_t *out)
{
	if (page->by_cursor) {
		*out = INT_ABSENT;
		return true;
	}
	if (is_unfiltered(q) && rows->n > 0) {
		*out = rows->at[0].user_count;
		return true;
	}
	return db_int(c->db, SQL_member_count, ARGS(FILTER_ARGS(c, t, q)), out);
}

static const char *
sort_of(const struct member_query *q)
{
	return q->sort == NULL ? "created_at" : q->sort;
}

/* A cursor belongs to the order in which it was handed out. */
static bool
sort_key(struct call *c, const struct page *page, const char *sort,
	 const char **out)
{
	size_t n = strlen(sort);

	*out = NULL;
	if (page->key == NULL)
		return true;
	if (strncmp(page->key, sort, n) != 0 || page->key[n] != ':')
		return fail_param(&c->ctx, "cursor", "format",
		    "must be a next_cursor of this order");
	*out = page->key + n + 1;
	return true;
}

const char *
member_next(struct call *c, const struct member_query *q, const struct page *page,
	    const struct member_list *l)
{
	size_t shown = page_shown(page, l->n);
	const struct member_row *last;

	if (shown == l->n)
		return NULL;
	last = &l->at[shown - 1];
	return page_next_sorted(c, page, l->n, last->id, arena_printf(
	    call_arena(c), "%s:%s", sort_of(q),
	    last->sort_key == NULL ? "" : last->sort_key));
}

static bool
page_rows(struct call *c, const struct tenant_row *t,
	  const struct member_query *q, const struct page *page,
	  struct member_list *out)
{
	const char *sort = sort_of(q);
	bool down = *sort == '-';
	const char *key;

	if (!sort_key(c, page, sort, &key))
		return false;
	if (strcmp(sort, "created_at") == 0)
		return db_all(c->db, SQL_member_page, ARGS(
		    FILTER_ARGS(c, t, q), ARG(from, page->from),
		    ARG(offset, page->offset), ARG(fetch, page->fetch)),
		    member_row, out);
	return db_all(c->db, SQL_member_page_sorted, ARGS(
	    FILTER_ARGS(c, t, q), ARG(sort, sort + down), ARG(down, down),
	    ARG(key, key), ARG(from, page->from),
	    ARG(offset, page->offset), ARG(fetch, page->fetch)), member_row,
	    out);
}

bool
member_page(struct call *c, const struct tenant_row *t,
	    const struct member_query *q, const struct page *page,
	    struct member_list *out, int64_t *out_total)
{
	return page_rows(c, t, q, page, out) &&
	    count(c, t, q, page, out, out_total);
}

/* ---- changes ---- */

bool
member_insert(struct call *c, const struct member_new *m)
{
	return tenant_add_users(c, m->tenant_id, 1) &&
	    db_exec(c->db, SQL_member_insert, ARGS(
	    ARG(tenant_id, m->tenant_id), ARG(account_id, m->account_id),
	    ARG(role_id, m->role_id), ARG(status, m->status),
	    ARG(permissions, strs_write(call_arena(c), m->permissions)),
	    TIME(access_expires_at, m->access_expires_at),
	    TIME(now, c->ctx.now)), NULL);
}

bool
member_set_role(struct call *c, const struct member_row *m, struct id role)
{
	return db_exec(c->db, SQL_member_set_role, ARGS(
	    ARG(tenant_id, m->tenant_id), ARG(account_id, m->id),
	    ARG(role_id, role)), NULL);
}

bool
member_set_permissions(struct call *c, const struct member_row *m,
		       struct strs permissions)
{
	return db_exec(c->db, SQL_member_set_permissions, ARGS(
	    ARG(tenant_id, m->tenant_id), ARG(account_id, m->id),
	    ARG(permissions, strs_write(call_arena(c), permissions))), NULL);
}

bool
member_set_status(struct call *c, const struct member_row *m, const char *status)
{
	return db_exec(c->db, SQL_member_set_status, ARGS(
	    ARG(tenant_id, m->tenant_id), ARG(account_id, m->id),
	    ARG(status, status), TIME(now, c->ctx.now)), NULL);
}

bool
member_set_end(struct call *c, const struct member_row *m, int64_t t)
{
	return db_exec(c->db, SQL_member_set_end, ARGS(
	    ARG(tenant_id, m->tenant_id), ARG(account_id, m->id),
	    TIME(access_expires_at, t), TIME(now, c->ctx.now)), NULL);
}

bool
member_delete(struct call *c, const struct member_row *m)
{
	int64_t ended;

	if (!tenant_add_users(c, m->tenant_id, -1) ||
	    !session_end_member(c, m->id, m->tenant_id, &ended) ||
	    !db_exec(c->db, SQL_member_delete, ARGS(
	    ARG(tenant_id, m->tenant_id), ARG(account_id, m->id)), NULL))
		return false;
	if (m->elsewhere || m->was_active || strcmp(m->status, "pending") != 0)
		return true;
	return db_exec(c->db, SQL_member_delete_account, ARGS(ARG(id, m->id)),
	    NULL);
}

/* ---- mail ---- */

static bool
queue_reset(struct call *c, const struct tenant_row *t,
	    const struct member_row *m, const char *to, struct delivery *out)
{
	const struct outbox_mail mail = {
		.kind = "password_reset", .tenant_id = t->id,
		.account_id = m->id, .to = to, .language = m->language,
	};

	return outbox_limit(c, mail.kind, to) &&
	    outbox_add(c, &mail, out);
}

bool
member_send_reset(struct call *c, const struct tenant_row *t,
		  const struct member_row *m, struct delivery *out)
{
	struct settings s;
	bool other = m->communication_email != NULL;
	bool login;

	tenant_settings(c, t, &s);
	login = !other || m->elsewhere || !setting_is(&s,
	    SETTING_reset_delivery, "communication");
	if (strcmp(m->status, "active") != 0)
		return fail(&c->ctx, E_user_inactive, "%s", m->status);
	if (!service(c)->mail_configured)
		return fail(&c->ctx, E_mail_not_configured, "no relay");
	if (login && !queue_reset(c, t, m, m->email, out))
		return false;
	return !other || m->elsewhere ||
	    setting_is(&s, SETTING_reset_delivery, "login") ||
	    queue_reset(c, t, m, m->communication_email, out);
}

/* ---- what a change of the status answers ---- */

bool
member_standing(struct call *c, const struct member_row *m,
		int64_t sessions_ended, struct user_standing *out)
{
	const struct caller *who = c->who;
	const struct id everywhere = {{0}};
	struct user *user = arena_new(call_arena(c), struct user);
	struct { const struct key_made *at; size_t n; } keys;
	struct member_row now;

	if (!member_get(c, m->tenant_id, m->id, &now) ||
	    !db_all(c->db, SQL_member_keys, ARGS(ARG(account_id, m->id),
	    TIME(now, c->ctx.now), ARG(reach, who->level == LEVEL_platform ?
	    everywhere : who->tenant_id)), key_made, &keys))
		return false;
	member_user(c, &now, user);
	out->user = user;
	out->sessions_ended = sessions_ended;
	out->api_keys_made.at = keys.at;
	out->api_keys_made.n = keys.n;
	return true;
}

/* ---- rules ---- */

bool
member_is_not_caller(struct call *c, const struct member_row *m, enum err reason)
{
	return !id_equal(c->who->id, m->id) ||
	    fail(&c->ctx, reason, "%s", m->email);
}

bool
member_is_at_home(struct call *c, const struct member_row *m)
{
	return !m->elsewhere || id_equal(m->home_tenant_id, m->tenant_id) ||
	    fail(&c->ctx, E_permission_denied, "began elsewhere");
}

bool
member_manages(struct arena *a, const struct tenant_row *t,
	       const struct role_row *r, struct strs permissions)
{
	static const unsigned any_of[] = {
		PERM_user_update, PERM_user_set_role, PERM_user_set_status,
		PERM_user_remove, PERM_user_erase, PERM_user_reset_password,
		PERM_role_manage, PERM_config_update, PERM_session_manage,
		PERM_api_key_manage,
	};
	struct perms role = role_perms(a, r, true);
	struct perms below = role_perms(a, r, false);
	struct perms more = perms_of(a, permissions);
	uint64_t all = role.bits | more.bits |
	    (tenant_level(t) == LEVEL_tenant ? 0 : below.bits);

	role.bits = all;
	for (size_t i = 0; i < countof(any_of); i++)
		if (perms_has(&role, any_of[i]))
			return true;
	return false;
}

/* Whoever may activate others can undo what went wrong with them. */
static bool
is_admin(struct call *c, const struct tenant_row *t, const struct member_row *m)
{
	struct perms role = perms_of_role(c, t, m);
	struct perms more = perms_parse(call_arena(c), m->permissions);

	return strcmp(m->status, "active") == 0 &&
	    (perms_has(&role, PERM_user_set_status) ||
	    perms_has(&more, PERM_user_set_status));
}

static bool
other_admin(struct call *c, const struct tenant_row *t,
	    const struct member_row *m, int64_t *found)
{
	const struct role_row *roles;
	size_t n;

	*found = 0;
	if (!role_list_for(c, t, &roles, &n))
		return false;
	for (size_t i = 0; i < n && *found == 0; i++) {
		struct perms p = role_perms(call_arena(c), &roles[i], true);

		if (perms_has(&p, PERM_user_set_status) &&
		    !db_int(c->db, SQL_member_with_role, ARGS(
		    ARG(role_id, roles[i].id), ARG(tenant_id, t->id),
		    ARG(account_id, m->id), TIME(now, c->ctx.now)), found))
			return false;
	}
	return *found != 0 || db_int(c->db, SQL_member_with_permission, ARGS(
	    ARG(tenant_id, t->id), ARG(account_id, m->id),
	    ARG(permission, "%\"user.set\\_status\"%"),
	    TIME(now, c->ctx.now)), found);
}

bool
member_is_last_admin(struct call *c, const struct tenant_row *t,
		     const struct member_row *m, bool *out)
{
	int64_t other = 1;

	if (is_admin(c, t, m) &&
	    (!tenant_touch(c, t->id) || !other_admin(c, t, m, &other)))
		return false;
	*out = other == 0;
	return true;
}

/* Nobody is left out: the platform is no account. */
bool
member_has_admin(struct call *c, const struct tenant_row *t, bool *out)
{
	const struct member_row nobody = {.id = platform_id};
	int64_t found;

	if (!other_admin(c, t, &nobody, &found))
		return false;
	*out = found > 0;
	return true;
}

bool
member_keep_an_admin(struct call *c, const struct tenant_row *t,
		     const struct member_row *changed)
{
	bool last;

	if (!id_equal(c->who->tenant_id, t->id))
		return true;
	if (!member_is_last_admin(c, t, changed, &last))
		return false;
	return !last || fail(&c->ctx, E_last_admin, "%s", changed->email);
}

/* What the setting allows, and what was bought; 0 and absent: any number. */
static int64_t
most_seats(struct call *c, const struct tenant_row *t)
{
	struct settings s;
	int64_t most;

	tenant_settings(c, t, &s);
	most = setting_int(&s, SETTING_max_users);
	if (most == 0)
		most = INT64_MAX;
	return t->seats != INT_ABSENT && t->seats < most ? t->seats : most;
}

bool
member_seats(struct call *c, const struct tenant_row *t, int64_t *out)
{
	int64_t most = most_seats(c, t), taken;

	if (most == INT64_MAX) {
		*out = INT64_MAX;
		return true;
	}
	if (!tenant_touch(c, t->id) || !db_int(c->db, SQL_member_seats,
	    ARGS(ARG(tenant_id, t->id)), &taken))
		return false;
	*out = taken < most ? most - taken : 0;
	return true;
}
