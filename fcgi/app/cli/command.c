/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include <stdio.h>

const struct command *const commands[] = {
	&command_serve,
	&command_migrate,
	&command_bootstrap,
	&command_call,
	&command_import,
	&command_mail,
	&command_doctor,
	&command_auth,
	&command_who,
	&command_explain,
	&command_print,
	&command_completion,
};
const size_t command_count = countof(commands);

enum status
command_misused(const struct command *c, const char *fmt, ...)
{
	va_list args;

	fputs("tenantry: ", stderr);
	va_start(args, fmt);
	(void)vfprintf(stderr, fmt, args);
	va_end(args);
	(void)fprintf(stderr, "\nusage: tenantry %s %s\n"
	    "try:   tenantry help %s\n", c->name, c->usage, c->name);
	return STATUS_USAGE;
}

enum status
status_of(enum err err)
{
	switch (err_info(err)->code) {
	case 0:
		return STATUS_OK;
	case -32700:
	case -32600:
	case -32601:
	case -32602:
		return STATUS_USAGE;
	case 401:
	case 403:
		return STATUS_FORBIDDEN;
	case 404:
		return STATUS_NOT_FOUND;
	case 409:
		return STATUS_CONFLICT;
	case 503:
		return STATUS_UNAVAILABLE;
	default:
		return STATUS_FAILED;
	}
}

enum status
command_failed(const struct ctx *c)
{
	const struct error *e = &c->err;

	if (e->message != NULL || e->why == NULL)
		(void)fprintf(stderr, "tenantry: %s\n", err_message(e));
	else
		(void)fprintf(stderr, "tenantry: %s (%s: %s)\n", err_message(e),
		    err_info(e->code)->reason, e->why);
	for (const struct fault *f = e->faults; f != NULL; f = f->next)
		(void)fprintf(stderr, "  %s: %s\n", f->field, f->message);
	if (e->code == E_internal || e->code == E_busy)
		fputs("try: tenantry doctor\n", stderr);
	else
		(void)fprintf(stderr, "try: tenantry explain %s\n",
		    err_info(e->code)->reason);
	return status_of(e->code);
}

void
command_verdict(bool well, const char *what, const char *words)
{
	(void)printf("%-5s  %-13s  %s\n", well ? "ok" : "wrong", what, words);
}

enum status
command_print_text(const struct buf *b)
{
	if (fwrite(b->p, 1, b->n, stdout) != b->n ||
	    (b->n > 0 && b->p[b->n - 1] != '\n' && putchar('\n') == EOF) ||
	    fflush(stdout) != 0) {
		perror("tenantry: standard output");
		return STATUS_FAILED;
	}
	return STATUS_OK;
}
