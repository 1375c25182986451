/* SPDX-License-Identifier: MIT */
/*
 * caller — what is known of who calls, and what she may do.
 */
#include "model/caller.h"

#include "model/audit.h"
#include "model/credential.h"
#include "model/sample.h"

#include <string.h>

RECORD_TABLE(caller_row, CALLER_ROW);

/* ---- from a row to a caller ---- */

static void
set_tenant(struct call *c, struct caller *who, const struct caller_row *r)
{
	enum level level = level_of(r->tenant_kind);

	who->tenant_id = r->tenant_id;
	who->level = level;
	who->msp_id = level == LEVEL_msp ? r->tenant_id : r->msp_id;
	who->tenant_name = r->tenant_name;
	who->tenant_slug = r->tenant_slug;
	settings_resolve(&c->ctx, level == LEVEL_tenant ? r->config : NULL,
	    level == LEVEL_msp ? r->config : r->msp_config,
	    level == LEVEL_platform ? r->config : r->platform_config,
	    &who->settings);
}

static void
set_perms(struct call *c, struct caller *who, const struct caller_row *r)
{
	struct arena *a = call_arena(c);
	struct perms role, own, more = perms_parse(a, r->permissions);

	if (r->role_builtin) {
		role = perms_builtin(who->level, r->role_name, false);
		own = perms_builtin(who->level, r->role_name, true);
	} else {
		role = own = perms_parse(a, r->role_permissions);
	}
	who->held = perms_union(a, &role, &more);
	who->own = perms_union(a, &own, &more);
	who->additional = perms_names(a, &more);
}

void
caller_of_row(struct call *c, enum caller_kind kind, const struct caller_row *r,
	      struct caller *out)
{
	*out = (struct caller){.kind = kind, .row = r};
	set_tenant(c, out, r);
	if (kind == CALLER_api_key) {
		out->id = r->key_id;
		out->name = r->key_name;
		out->held = out->own = perms_parse(call_arena(c), r->permissions);
		return;
	}
	out->id = r->account_id;
	out->name = r->email;
	set_perms(c, out, r);
	out->role_name = r->role_name;
	out->role_title = r->role_title;
	out->can_assign = strs_parse(call_arena(c), r->can_assign);
}

bool
caller_row_is_open(const struct caller_row *r)
{
	return strcmp(r->tenant_status, "active") == 0 &&
	    (r->msp_status == NULL || strcmp(r->msp_status, "active") == 0);
}

/* ---- hooks ---- */

/* A session that is not complete may do only what completes it. */
bool
caller_is_complete(struct call *c)
{
	const struct caller *who = c->who;

	if (who->kind != CALLER_user || c->method->restricted)
		return true;
	if (who->must_change_password)
		return fail(&c->ctx, E_password_change_required, "temporary");
	if (strcmp(who->session_level, "restricted") == 0 &&
	    who->row->mfa_enabled)
		return fail(&c->ctx, E_step_up_required, "the code is due");
	if (strcmp(who->session_level, "restricted") == 0 ||
	    (setting_bool(&who->settings, SETTING_mfa_required) &&
	    strcmp(who->session_level, "mfa") != 0))
		return fail_setting(&c->ctx, E_mfa_enrolment_required,
		    "mfa_required");
	return true;
}

static bool
authorise(struct call *c)
{
	unsigned perm = c->method->perm;

	if (c->who == NULL)
		return credential_missing(c);
	if (!caller_is_complete(c))
		return false;
	if (perm == PERM_OWN)
		return caller_is_person(c);
	if (perms_has(&c->who->held, perm) || perms_has(&c->who->own, perm))
		return true;
	return fail(&c->ctx, E_permission_denied, "%s lacks %s", c->who->name,
	    perm_name(perm));
}

static struct id
identity(struct call *c)
{
	return c->who->kind == CALLER_operator ? platform_id : c->who->id;
}

const struct rpc_hooks caller_hooks = {
	.authenticate = credential_load,
	.authorise = authorise,
	.audit = audit_call,
	.identity = identity,
	.perm_name = perm_name, .sample = sample_text,
};

const struct caller *
caller_find(struct rpc *rpc, const struct request *q)
{
	struct call c = {.db = rpc->db, .request = q, .config = rpc->config};

	ctx_init(&c.ctx, rpc->arena, q->request_id);
	db_use(rpc->db, &c.ctx);
	return credential_load(&c) ? c.who : NULL;
}

/* ---- what she reaches ---- */

bool
caller_covers(const struct caller *who, const struct tenant_row *t)
{
	switch (who->level) {
	case LEVEL_platform:
		return true;
	case LEVEL_msp:
		return id_equal(who->tenant_id, t->id) ||
		    id_equal(who->tenant_id, t->msp_id);
	case LEVEL_tenant:
		return id_equal(who->tenant_id, t->id);
	}
	unreachable();
}

bool
caller_may(const struct caller *who, unsigned perm, const struct tenant_row *t)
{
	return perms_has(id_equal(who->tenant_id, t->id) ? &who->own :
	    &who->held, perm);
}

bool
caller_target(struct call *c, struct id id, unsigned perm,
	      struct tenant_row *out)
{
	struct tenant_row t;

	if (id_is_null(id))
		id = c->who->tenant_id;
	if (!tenant_get(c, id, &t))
		return false;
	if (!caller_covers(c->who, &t) || strcmp(t.status, "deleted") == 0)
		return fail(&c->ctx, E_not_found, "out of reach");
	if (!caller_may(c->who, perm, &t))
		return fail(&c->ctx, E_permission_denied, "%s lacks %s there",
		    c->who->name, perm_name(perm));
	*out = t;
	return true;
}

bool
caller_target_list(struct call *c, struct id id, unsigned perm,
		   struct tenant_row *out)
{
	const struct caller *who = c->who;
	struct tenant_row own;

	if (who->row == NULL ||
	    (!id_is_null(id) && !id_equal(id, who->tenant_id)))
		return caller_target(c, id, perm, out);
	record_init(&record_tenant_row, &own);
	own.id = who->tenant_id;
	own.kind = who->row->tenant_kind;
	own.msp_id = who->row->msp_id;
	own.name = who->tenant_name;
	own.slug = who->tenant_slug;
	own.status = who->row->tenant_status;
	if (!caller_may(who, perm, &own))
		return fail(&c->ctx, E_permission_denied, "%s lacks %s there",
		    who->name, perm_name(perm));
	*out = own;
	return true;
}

bool
caller_enter(struct call *c, struct id id, unsigned perm, int64_t n,
	     struct tenant_row *out)
{
	struct id reach = c->who->tenant_id;

	if (id_is_null(id))
		id = c->who->tenant_id;
	if (c->who->level == LEVEL_platform)
		reach = (struct id){{0}};
	return db_exec(c->db, SQL_tenant_enter, ARGS(ARG(id, id),
	    ARG(reach, reach), ARG(n, n)), NULL) &&
	    caller_target(c, id, perm, out);
}

bool
caller_stepped_up(struct call *c)
{
	if (c->who->kind != CALLER_user ||
	    c->who->authenticated_at + CALLER_STEP_UP_SECONDS > c->ctx.now)
		return true;
	return fail(&c->ctx, E_step_up_required, "last proof too old");
}

bool
caller_may_enrol(struct call *c)
{
	return (c->who->kind == CALLER_user &&
	    strcmp(c->who->session_level, "restricted") == 0 &&
	    !c->who->row->mfa_enabled) || caller_stepped_up(c);
}

bool
caller_is_person(struct call *c)
{
	if (c->who->kind == CALLER_user)
		return true;
	return fail(&c->ctx, E_permission_denied, "not a person");
}
