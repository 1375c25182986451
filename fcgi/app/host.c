/* SPDX-License-Identifier: MIT */
#include "app/host.h"

#include <strings.h>

#define MOST_NAME	253
#define MOST_LABEL	63
#define HTTPS		443

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

/* In lower case, without the port; NULL if it is no name. */
static const char *
name_of(struct arena *a, const char *header)
{
	size_t n = header == NULL ? 0 : strcspn(header, ":");
	char *name;

	if (n == 0 || n > MOST_NAME || (header[n] == ':' &&
	    header[n + 1 + strspn(header + n + 1, "0123456789")] != '\0'))
		return NULL;
	name = arena_memdup(a, header, n);
	for (char *s = name; *s != '\0'; s++) {
		if (*s >= 'A' && *s <= 'Z')
			*s += 'a' - 'A';
		else if (*s != '.' && strchr(letters, *s) == NULL)
			return NULL;
	}
	return name;
}

/* What stands before .BASE if it is one label, else NULL. */
static const char *
label_of(struct arena *a, const char *name, const char *base)
{
	size_t n = strspn(name, letters);

	if (*base == '\0' || n == 0 || n > MOST_LABEL || name[0] == '-' ||
	    name[n - 1] == '-' || name[n] != '.' || strcasecmp(name + n + 1, base) != 0)
		return NULL;
	return arena_memdup(a, name, n);
}

void
host_find(struct arena *a, const char *header, const char *base, int64_t port,
	  struct request *q)
{
	const char *name = name_of(a, header);
	const char *label = name == NULL ? NULL : label_of(a, name, base);

	q->scope = q->slug = q->host = "";
	if (label == NULL)
		return;
	q->host = port == HTTPS ? name :
	    arena_printf(a, "%s:%lld", name, (long long)port);
	if (strcmp(label, "admin") == 0 || strcmp(label, "api") == 0) {
		q->scope = label;
		return;
	}
	q->scope = "slug";
	q->slug = label;
}
