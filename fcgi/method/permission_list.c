/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define ITEM(F, T)							\
	F(T, str, name, .doc = "noun.verb")				\
	F(T, str, title, .doc = "For people")				\
	F(T, str, description, .doc = "What it allows")
#define OUT(F, T)							\
	F(T, list, items, permission, .doc = "All that the caller can know of")
RECORD(permission, ITEM);
RECORD(permission_list_out, OUT);

METHOD(permission_list, nothing, permission_list_out,
	.name    = "permission.list",
	.summary = "List the permissions that there are.",
	.perm    = PERM_role_read,
	.tx      = TX_NONE);

/* Who does not hold an additional permission does not see it (R117). */
static bool
is_shown(const struct caller *who, unsigned perm)
{
	return perm != PERM_billing_manage || perms_has(&who->held, perm) ||
	    perms_has(&who->own, perm);
}

static bool
permission_list(struct call *c, const struct nothing *in,
		struct permission_list_out *out)
{
	struct permission *items = arena_array(call_arena(c),
	    PERM_END - PERM_FIRST, sizeof(*items));

	(void)in;
	out->items.at = items;
	for (unsigned p = PERM_FIRST; p < PERM_END; p++)
		if (is_shown(c->who, p))
			items[out->items.n++] = (struct permission){
				.name = perm_name(p),
				.title = ctx_say(&c->ctx, perm_title(p)),
				.description = ctx_say(&c->ctx,
				    perm_description(p)),
			};
	return true;
}
