/* SPDX-License-Identifier: MIT */
#include "app/title.h"

#include <string.h>
#include <unistd.h>

static char *room;
static size_t size;
static size_t dirty;	/* bytes of it that are not zero */

static char **
copied(struct arena *a, char **list, size_t n)
{
	char **copy = arena_array(a, n + 1, sizeof(*copy));

	for (size_t i = 0; i < n; i++)
		copy[i] = arena_strdup(a, list[i]);
	return copy;
}

/* Strings lie one behind the other where the kernel put them. */
static char *
end_of(char *end, char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == end)
			end += strlen(end) + 1;
	return end;
}

char **
title_init(struct arena *process, int argc, char **argv)
{
	char **args = copied(process, argv, (size_t)argc);
	size_t n = 0;

	if (argc == 0)
		return args;
	while (environ[n] != NULL)
		n++;
	room = argv[0];
	size = (size_t)(end_of(end_of(room, argv, (size_t)argc), environ, n) -
	    room);
	dirty = size;
	environ = copied(process, environ, n);
	return args;
}

static void
append(size_t *at, const char *s)
{
	size_t n = strlen(s);

	if (n > size - 1 - *at)
		n = size - 1 - *at;
	memcpy(room + *at, s, n);
	*at += n;
}

void
title_set(const char *role, const char *detail)
{
	size_t n = 0;

	if (size == 0)
		return;
	append(&n, "tenantry: ");
	append(&n, role);
	if (detail != NULL) {
		append(&n, " ");
		append(&n, detail);
	}
	if (n < dirty)
		memset(room + n, 0, dirty - n);
	dirty = n;
}
