/* SPDX-License-Identifier: MIT */
#include "json/json.h"

#include <assert.h>
#include <string.h>

#define MOST_SAFE	(((int64_t)1 << 53) - 1)	/* RFC 7493, 2.2 */
#define MOST_DIGITS	16				/* of MOST_SAFE */

const struct json *
json_get(const struct json *object, const char *name)
{
	if (object == NULL || object->type != JSON_OBJECT)
		return NULL;
	for (const struct json *v = object->first; v != NULL; v = v->next)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

/* The exponent at the end of a number, far enough bounded that it cannot
 * overflow and still outweighs every digit that fits into the text. */
static int
exponent_of(const char *s)
{
	int sign = 1, n = 0;

	if (*s != 'e' && *s != 'E')
		return 0;
	s++;
	if (*s == '-')
		sign = -1;
	if (*s == '-' || *s == '+')
		s++;
	for (; *s >= '0' && *s <= '9' && n < 10000; s++)
		n = n * 10 + (*s - '0');
	return sign * n;
}

/* Exact, in decimal: value = digits * 10^exponent.  Zeros at the end are held
 * back until a digit behind them shows that they count. */
bool
json_int(const struct json *v, int64_t *out)
{
	int64_t value = 0;
	int digits = 0, zeros = 0, exponent = 0;
	bool negative, fraction = false;
	const char *s;

	if (v == NULL || v->type != JSON_NUMBER)
		return false;
	s = v->text;
	negative = *s == '-';
	for (s += negative; *s == '.' || (*s >= '0' && *s <= '9'); s++) {
		if (*s == '.') {
			fraction = true;
			continue;
		}
		exponent -= fraction;
		zeros += digits > 0 || *s != '0';
		if (*s == '0')
			continue;
		digits += zeros;
		if (digits > MOST_DIGITS)
			return false;
		while (--zeros > 0)
			value *= 10;
		value = value * 10 + (*s - '0');
	}
	exponent += zeros + exponent_of(s);
	if (value != 0 && (exponent < 0 || digits + exponent > MOST_DIGITS))
		return false;
	while (value != 0 && exponent-- > 0)
		value *= 10;
	if (value > MOST_SAFE)
		return false;
	*out = negative ? -value : value;
	return true;
}

static bool
equal_numbers(const struct json *a, const struct json *b)
{
	int64_t x, y;

	if (json_int(a, &x))
		return json_int(b, &y) && x == y;
	return strcmp(a->text, b->text) == 0;
}

static bool
equal_lists(const struct json *a, const struct json *b)
{
	if (a->count != b->count)
		return false;
	for (a = a->first, b = b->first; a != NULL; a = a->next, b = b->next)
		if (!json_equal(a, b))
			return false;
	return true;
}

/* Members mostly stand in the same order: look there first. */
static bool
equal_objects(const struct json *a, const struct json *b)
{
	const struct json *beside = b->first;

	if (a->count != b->count)
		return false;
	for (a = a->first; a != NULL; a = a->next) {
		const struct json *other = beside;

		if (strcmp(other->name, a->name) != 0)
			other = json_get(b, a->name);
		if (other == NULL || !json_equal(a, other))
			return false;
		beside = beside->next;
	}
	return true;
}

bool
json_equal(const struct json *a, const struct json *b)
{
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case JSON_NULL:
		return true;
	case JSON_BOOL:
		return a->boolean == b->boolean;
	case JSON_NUMBER:
		return equal_numbers(a, b);
	case JSON_STRING:
		return strcmp(a->text, b->text) == 0;
	case JSON_LIST:
		return equal_lists(a, b);
	case JSON_OBJECT:
		return equal_objects(a, b);
	}
	unreachable();
}

struct json *
json_new(struct arena *a, enum json_type type)
{
	struct json *v = arena_new(a, struct json);

	v->type = type;
	return v;
}

struct json *
json_string(struct arena *a, const char *text)
{
	struct json *v = json_new(a, JSON_STRING);

	assert(text != NULL);
	v->text = arena_strdup(a, text);
	return v;
}

struct json *
json_number(struct arena *a, int64_t n)
{
	struct json *v = json_new(a, JSON_NUMBER);

	v->text = arena_printf(a, "%lld", (long long)n);
	return v;
}

struct json *
json_boolean(struct arena *a, bool b)
{
	struct json *v = json_new(a, JSON_BOOL);

	v->boolean = b;
	return v;
}

struct json *
json_list_of(struct arena *a, const char *const *at, size_t n)
{
	struct json *list = json_new(a, JSON_LIST);

	for (size_t i = 0; i < n; i++)
		json_append(list, json_string(a, at[i]));
	return list;
}

void
json_append(struct json *parent, struct json *value)
{
	assert(parent->type == JSON_LIST ||
	    (parent->type == JSON_OBJECT && value->name != NULL));
	assert(value->next == NULL);
	if (parent->last == NULL)
		parent->first = value;
	else
		parent->last->next = value;
	parent->last = value;
	parent->count++;
}

void
json_set(struct arena *a, struct json *object, const char *name,
	 struct json *value)
{
	assert(object->type == JSON_OBJECT);
	value->name = arena_strdup(a, name);
	json_append(object, value);
}

struct json *
json_copy(struct arena *a, const struct json *from)
{
	struct json *to = json_new(a, from->type);

	to->boolean = from->boolean;
	to->text = arena_strdup(a, from->text);
	for (const struct json *v = from->first; v != NULL; v = v->next) {
		struct json *child = json_copy(a, v);

		child->name = arena_strdup(a, v->name);
		json_append(to, child);
	}
	return to;
}
