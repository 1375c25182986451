/* SPDX-License-Identifier: MIT */
/*
 * print — the same tables as Markdown, for people.
 */
#include "rpc/rpc.h"

static void
print_fields(struct buf *b, const struct record *r)
{
	for (size_t i = 0; i < r->count; i++)
		buf_printf(b, "%s%s%s", i == 0 ? "" : ", ", r->fields[i].name,
		    r->fields[i].opt ? "?" : "");
}

void
rpc_print_methods(struct buf *b, const struct rpc *rpc)
{
	buf_puts(b, "| method | parameters | needs | what it does |\n"
	    "| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < method_count; i++) {
		const struct method *m = methods[i];

		buf_printf(b, "| `%s` | ", m->name);
		print_fields(b, m->in);
		buf_printf(b, " | %s | %s |\n",
		    rpc->hooks->perm_name(m->perm), m->summary);
	}
}

void
rpc_print_errors(struct buf *b)
{
	buf_puts(b, "| code | reason | message |\n| --- | --- | --- |\n");
	for (int e = E_none + 1; e < ERR_COUNT; e++) {
		const struct err_info *i = err_info((enum err)e);

		buf_printf(b, "| %d | `%s` | %s |\n", i->code, i->reason,
		    i->text);
	}
}
