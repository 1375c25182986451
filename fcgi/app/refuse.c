/* SPDX-License-Identifier: MIT */
#include "app/refuse.h"

bool
refuse(struct ctx *c, const char *fmt, ...)
{
	const char *sentence;
	va_list args;

	va_start(args, fmt);
	sentence = arena_vprintf(c->arena, fmt, args);
	va_end(args);
	(void)fail(c, E_internal, "%s", sentence);
	c->err.message = sentence;
	return false;
}
