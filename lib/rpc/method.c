/* SPDX-License-Identifier: MIT */
#include "rpc/method.h"

#include <stdlib.h>
#include <string.h>

static int
by_name(const void *key, const void *element)
{
	const struct method *const *m = element;

	return strcmp(key, (*m)->name);
}

const struct method *
method_find(const char *name)
{
	const struct method *const *m;

	m = bsearch(name, methods, method_count, sizeof(*m), by_name);
	return m == NULL ? NULL : *m;
}

static bool
is_of_sign_in(const struct method *m)
{
	return strncmp(m->name, "auth.", 5) == 0;
}

bool
method_takes_dry_run(const struct method *m)
{
	return m->tx == TX_WRITE && !m->secret && !is_of_sign_in(m);
}

bool
method_takes_key(const struct method *m)
{
	return m->tx == TX_WRITE && m->perm != PERM_PUBLIC && !is_of_sign_in(m);
}

/* Errors that a method has without saying so. */
static const enum err always[] = {
	E_invalid_params, E_internal, E_busy, E_throttled, E_unknown_host,
};
static const enum err signed_in[] = {
	E_auth_required, E_key_invalid, E_bad_origin, E_permission_denied,
	E_step_up_required, E_mfa_enrolment_required,
	E_password_change_required, E_tenant_suspended, E_user_inactive,
};

static bool
is_one_of(enum err e, const enum err *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == e)
			return true;
	return false;
}

bool
method_raises(const struct method *m, enum err e)
{
	if (is_one_of(e, always, countof(always)) ||
	    (m->perm != PERM_PUBLIC &&
	    is_one_of(e, signed_in, countof(signed_in))) ||
	    (e == E_uncertain && m->tx == TX_WRITE) ||
	    (e == E_idempotency_mismatch && method_takes_key(m)) ||
	    (e == E_version_conflict && m->versioned) ||
	    (e == E_not_in_batch && m->secret))
		return true;
	for (size_t i = 0; i < m->errors.n; i++)
		if (m->errors.at[i] == e)
			return true;
	return false;
}

/* Each {name} of the route is a member of the input. */
static const char *
check_route(const struct method *m)
{
	for (const char *p = m->rest; (p = strchr(p, '{')) != NULL; ) {
		char name[64] = "";
		size_t n = strcspn(++p, "}");

		if (n >= sizeof(name))
			return "a name in .rest is too long";
		memcpy(name, p, n);
		if (record_field(m->in, name) == NULL)
			return "a {name} in .rest is not in the input";
	}
	return NULL;
}

static const char *
check_docs(const struct record *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].doc == NULL)
			return "a member without .doc";
	return NULL;
}

static const char *
check_one(const struct method *m)
{
	const char *why;

	if (m->name == NULL || m->summary == NULL)
		return "needs .name and .summary";
	if (m->perm == PERM_UNSET)
		return "needs .perm (PERM_PUBLIC is said aloud)";
	if (m->tx == TX_UNSET)
		return "needs .tx";
	if ((why = check_docs(m->in)) != NULL ||
	    (why = check_docs(m->out)) != NULL)
		return why;
	return m->rest == NULL ? NULL : check_route(m);
}

const char *
methods_check(void)
{
	static char sentence[256];

	for (size_t i = 0; i < method_count; i++) {
		const struct method *m = methods[i];
		const char *why = check_one(m);

		if (why == NULL && i > 0 &&
		    strcmp(methods[i - 1]->name, m->name) >= 0)
			why = "not in order of names";
		if (why != NULL) {
			(void)snprintf(sentence, sizeof(sentence), "%s: %s",
			    m->name == NULL ? "(no name)" : m->name, why);
			return sentence;
		}
	}
	return NULL;
}
