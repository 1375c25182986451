/* SPDX-License-Identifier: MIT */
#include "model/account.h"
#include "model/member.h"

#define IN(F, T)							\
	F(T, str, first_name, .opt = true, .max = 255, .name_text = true, .doc = "First name") \
	F(T, str, last_name, .opt = true, .max = 255, .name_text = true, .doc = "Last name") \
	F(T, str, language, .opt = true, .max = 35, .format = FORMAT_language, .doc = "Preferred language")
RECORD(me_update_in, IN);

METHOD(me_update, me_update_in, user,
	.name = "me.update",
	.summary = "Change the own name and language.",
	.perm = PERM_OWN,
	.tx = TX_WRITE,
	.versioned = true,
	.example = "{\"language\":\"fr\"}",
	.errors = ERRS(E_not_found));

static bool
me_update(struct call *c, const struct me_update_in *in, struct user *out)
{
	const struct caller *who = c->who;
	struct member_row m;

	call_target(c, who->tenant_id, who->id);
	/* Changed first: the row is ours then, and was one version older. */
	if (!account_update_profile(c, who->id, in->first_name, in->last_name,
	    in->language, NULL) ||
	    !member_get(c, who->tenant_id, who->id, &m) ||
	    !call_version(c, m.version - 1))
		return false;
	member_user(c, &m, out);
	return true;
}
