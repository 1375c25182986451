/* SPDX-License-Identifier: MIT */
#include "app/cli/listing.h"

#include "rpc/method.h"

#include <stdio.h>
#include <stdlib.h>

#define WIDTH	78

/* Words with blanks between, in lines behind an indent. */
static void
add_wrapped(struct buf *b, const char *text)
{
	size_t column = WIDTH;

	for (const char *s = text; *s != '\0'; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if (column + 1 + n > WIDTH) {
			buf_puts(b, s == text ? "  " : "\n  ");
			column = 2;
		} else {
			buf_putc(b, ' ');
			column++;
		}
		buf_add(b, s, n);
		column += n;
		s += n;
	}
	buf_putc(b, '\n');
}

static const char *
raised_by(struct arena *a, enum err e)
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, a);
	for (size_t i = 0; i < method_count; i++)
		if (method_raises(methods[i], e))
			buf_printf(&b, "%s%s", n++ > 0 ? ", " : "",
			    methods[i]->name);
	return n == method_count ? "every method" :
	    n == 0 ? "the protocol, before there is a method" : buf_text(&b);
}

static void
explain(struct buf *b, enum err e)
{
	const struct err_info *i = err_info(e);

	buf_printf(b, "%s%s (%d)\n", b->n > 0 ? "\n" : "", i->reason, i->code);
	add_wrapped(b, i->text);
	buf_puts(b, "What to do:\n");
	add_wrapped(b, i->remedy);
	buf_puts(b, "Said by:\n");
	add_wrapped(b, raised_by(b->arena, e));
}

static enum status
list(struct arena *a, enum listing form)
{
	static const char *const columns[] = {"reason", "code", "message"};
	struct json *rows = json_new(a, JSON_LIST);

	for (int e = E_none + 1; e < ERR_COUNT; e++) {
		const struct err_info *i = err_info((enum err)e);
		struct json *row = json_new(a, JSON_OBJECT);

		json_set(a, row, "reason", json_string(a, i->reason));
		json_set(a, row, "code", json_number(a, i->code));
		json_set(a, row, "message", json_string(a, i->text));
		json_set(a, row, "remedy", json_string(a, i->remedy));
		json_append(rows, row);
	}
	return listing_print(a, form, rows, columns, countof(columns));
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	enum listing form = LISTING_TABLE;
	struct buf b;

	(void)app;
	if (!listing_option(&argc, argv, &form) || argc > 1)
		return command_misused(&command_explain,
		    "explain takes one reason or code");
	if (argc == 0)
		return list(c->arena, form);
	buf_init(&b, c->arena);
	for (int e = E_none + 1; e < ERR_COUNT; e++) {
		const struct err_info *i = err_info((enum err)e);

		if (strcmp(i->reason, argv[0]) == 0 ||
		    strcmp(arena_printf(c->arena, "%d", i->code), argv[0]) == 0)
			explain(&b, (enum err)e);
	}
	if (b.n > 0)
		return command_print_text(&b);
	(void)fprintf(stderr, "tenantry: there is no reason %s\n"
	    "try: tenantry explain\n", argv[0]);
	return STATUS_NOT_FOUND;
}

const struct command command_explain = {
	.name = "explain",
	.usage = "[REASON|CODE] " LISTING_USAGE,
	.words = LISTING_WORDS,
	.summary = "Say what a refusal means, what to do, and which methods say it.",
	.help =
	    "  tenantry explain email_taken\n"
	    "  tenantry explain 410                 all reasons of that code\n"
	    "  tenantry explain --output csv        all there are\n"
	    "\n"
	    "REASON is data.reason of an error.  Needs neither database nor network.\n",
	.offline = true,
	.run = run,
};
