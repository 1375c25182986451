/* SPDX-License-Identifier: MIT */
#include "model/sample.h"

#include "base/attr.h"

#include <string.h>

static const struct {
	const char *field, *text;
} samples[] = {
#define X(FIELD, TEXT)	{#FIELD, TEXT},
#include "model/sample.def"
#undef X
};

const char *
sample_text(const char *field)
{
	for (size_t i = 0; i < countof(samples); i++)
		if (strcmp(samples[i].field, field) == 0)
			return samples[i].text;
	return NULL;
}
