/* SPDX-License-Identifier: MIT */
#include "record/record.h"

#include <string.h>

const struct record record_nothing = {"nothing", NULL, 0, sizeof(struct nothing)};

const struct field *
record_field(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields[i].name, name) == 0)
			return &r->fields[i];
	return NULL;
}

void
record_init(const struct record *r, void *out)
{
	memset(out, 0, r->size);
	for (size_t i = 0; i < r->count; i++) {
		const struct field *f = &r->fields[i];
		void *value = (char *)out + f->offset;

		if (f->type == TYPE_int || f->type == TYPE_time)
			*(int64_t *)value = f->has_def ? f->def : INT_ABSENT;
		else if (f->type == TYPE_bool)
			*(bool *)value = f->has_def && f->def != 0;
	}
}

bool
field_is_absent(const struct field *f, const void *value)
{
	switch (f->type) {
	case TYPE_str:
	case TYPE_json:
	case TYPE_rec:
		return *(const void *const *)value == NULL;
	case TYPE_int:
	case TYPE_time:
		return *(const int64_t *)value == INT_ABSENT ||
		    *(const int64_t *)value == INT_NULL;
	case TYPE_bool:
		return false;
	case TYPE_id:
		return id_is_null(*(const struct id *)value);
	case TYPE_strs:
	case TYPE_list:
	case TYPE_bytes:
		return ((const struct strs *)value)->at == NULL;
	}
	unreachable();
}
