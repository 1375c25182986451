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
