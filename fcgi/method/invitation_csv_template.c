/* SPDX-License-Identifier: MIT */
#include "csv/csv.h"
#include "method/csv_person.h"
#include "model/caller.h"

#define OUT(F, T)							\
	F(T, str, filename, .doc = "What to call the file")		\
	F(T, str, content_type, .doc = "What it is")			\
	F(T, str, content, .doc = "The file")
RECORD(invitation_csv_template_out, OUT);

METHOD(invitation_csv_template, nothing, invitation_csv_template_out,
	.name    = "invitation.csv_template",
	.summary = "Give an empty table for invitation.import_csv.",
	.perm    = PERM_invitation_create,
	.tx      = TX_NONE);

static bool
invitation_csv_template(struct call *c, const struct nothing *in,
			struct invitation_csv_template_out *out)
{
	struct buf b;

	(void)in;
	buf_init(&b, call_arena(c));
	for (size_t i = 0; i < record_csv_person.count; i++)
		csv_write_cell(&b, record_csv_person.fields[i].name, i == 0);
	csv_write_end(&b);
	out->filename = "invitations.csv";
	out->content_type = "text/csv; charset=utf-8";
	out->content = buf_text(&b);
	return true;
}
