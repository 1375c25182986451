/* SPDX-License-Identifier: MIT */
#include "model/perm.h"

#include <assert.h>
#include <string.h>

enum { P = 1, A = 2, M = 4, T = 8 };	/* holders, in perm.def */

static const struct {
	const char *name;
	const char *title;
	const char *doc;
	unsigned holders;
} list[] = {
#define X(ID, NAME, HOLDERS, TITLE, DOC)	{NAME, TITLE, DOC, HOLDERS},
#include "model/perm.def"
#undef X
};

static_assert(countof(list) <= 64, "a set of permissions is 64 bits");

static uint64_t
bit(size_t i)
{
	return UINT64_C(1) << i;
}

const char *
level_name(enum level l)
{
	static const char *const names[] = {"platform", "msp", "tenant"};

	return names[l];
}

enum level
level_of(const char *kind)
{
	return kind[0] == 'p' ? LEVEL_platform :
	    kind[0] == 'm' ? LEVEL_msp : LEVEL_tenant;
}

const char *
perm_name(unsigned perm)
{
	if (perm == PERM_PUBLIC)
		return "public";
	if (perm == PERM_OWN)
		return "own";
	assert(perm >= PERM_FIRST && perm < PERM_END);
	return list[perm - PERM_FIRST].name;
}

const char *
perm_title(unsigned perm)
{
	return list[perm - PERM_FIRST].title;
}

const char *
perm_description(unsigned perm)
{
	return list[perm - PERM_FIRST].doc;
}

unsigned
perm_find(const char *name)
{
	for (size_t i = 0; i < countof(list); i++)
		if (strcmp(list[i].name, name) == 0)
			return PERM_FIRST + (unsigned)i;
	return PERM_UNSET;
}

static unsigned
holder(enum level level, const char *role, bool own)
{
	bool admin = strcmp(role, "admin") == 0;

	switch (level) {
	case LEVEL_platform:
		return admin ? P : 0;
	case LEVEL_msp:
		return admin ? A : own ? 0 : M;
	case LEVEL_tenant:
		return admin ? T : 0;
	}
	unreachable();
}

struct perms
perms_builtin(enum level level, const char *role, bool own)
{
	struct perms p = {0};
	unsigned h = holder(level, role, own);

	for (size_t i = 0; i < countof(list); i++)
		if (list[i].holders & h)
			p.bits |= bit(i);
	return p;
}

bool
perms_has(const struct perms *p, unsigned perm)
{
	assert(perm >= PERM_FIRST && perm < PERM_END);
	return (p->bits & bit(perm - PERM_FIRST)) != 0;
}

bool
strs_has(struct strs s, const char *text)
{
	for (size_t i = 0; i < s.n; i++)
		if (strcmp(s.at[i], text) == 0)
			return true;
	return false;
}

bool
perms_has_name(const struct perms *p, const char *name)
{
	unsigned perm = perm_find(name);

	return perm != PERM_UNSET ? perms_has(p, perm) :
	    strs_has(p->app, name);
}

struct perms
perms_of(struct arena *a, struct strs names)
{
	const char **app = arena_array(a, names.n + 1, sizeof(*app));
	struct perms p = {0};

	p.app.at = app;
	for (size_t i = 0; i < names.n; i++) {
		unsigned perm = perm_find(names.at[i]);

		if (perm != PERM_UNSET)
			p.bits |= bit(perm - PERM_FIRST);
		else if (strncmp(names.at[i], "app:", 4) == 0 &&
		    !strs_has(p.app, names.at[i]))
			app[p.app.n++] = names.at[i];
	}
	return p;
}

struct strs
strs_parse(struct arena *a, const char *json)
{
	struct ctx ctx;
	const struct json *v;
	struct strs s = {NULL, 0};
	const char **at;

	if (json == NULL || strcmp(json, "[]") == 0)
		return (struct strs){arena_new(a, const char *), 0};
	ctx_init(&ctx, a, "");
	if (!json_parse(&ctx, (struct bytes){(const unsigned char *)json,
	    strlen(json)}, &json_trusted, &v) || v->type != JSON_LIST)
		return (struct strs){arena_new(a, const char *), 0};
	at = arena_array(a, v->count + 1, sizeof(*at));
	for (const struct json *x = v->first; x != NULL; x = x->next)
		if (x->type == JSON_STRING)
			at[s.n++] = x->text;
	s.at = at;
	return s;
}

const char *
strs_write(struct arena *a, struct strs s)
{
	struct buf b;

	buf_init(&b, a);
	json_write(&b, json_list_of(a, s.at, s.n));
	return buf_text(&b);
}

struct perms
perms_parse(struct arena *a, const char *json)
{
	return perms_of(a, strs_parse(a, json));
}

struct perms
perms_union(struct arena *a, const struct perms *x, const struct perms *y)
{
	const char **app = arena_array(a, x->app.n + y->app.n + 1, sizeof(*app));
	struct perms p = {x->bits | y->bits, {app, 0}};

	for (size_t i = 0; i < x->app.n; i++)
		app[p.app.n++] = x->app.at[i];
	for (size_t i = 0; i < y->app.n; i++)
		if (!strs_has(p.app, y->app.at[i]))
			app[p.app.n++] = y->app.at[i];
	return p;
}

struct strs
perms_names(struct arena *a, const struct perms *p)
{
	const char **at = arena_array(a, countof(list) + p->app.n + 1,
	    sizeof(*at));
	struct strs s = {at, 0};

	for (size_t i = 0; i < countof(list); i++)
		if (p->bits & bit(i))
			at[s.n++] = list[i].name;
	for (size_t i = 0; i < p->app.n; i++)
		at[s.n++] = p->app.at[i];
	return s;
}

const char *
perms_missing(struct arena *a, const struct perms *have,
	      const struct perms *want)
{
	struct strs names = perms_names(a, want);

	for (size_t i = 0; i < names.n; i++)
		if (!perms_has_name(have, names.at[i]))
			return names.at[i];
	return NULL;
}
