/* SPDX-License-Identifier: MIT */
/*
 * record — data about data: one list yields a struct and its description.
 *
 *	#define LIST(F, T)                                              \
 *		F(T, id,   tenant_id, .doc = "Where", .opt = true)      \
 *		F(T, str,  email, .max = 254, .format = FORMAT_email)   \
 *		F(T, list, users, tenant_user, .max = 1000)
 *	RECORD(thing, LIST);
 *
 * gives `struct thing` and `record_thing`, which drive decoding, validation,
 * encoding, JSON Schema and the filling of structs from rows, so that none of
 * them can differ from another.  In a header RECORD_STRUCT declares, and
 * RECORD_TABLE in one .c file defines.  A name is that of one record in the whole
 * program, so that statements and documents may refer to it.
 *
 * Types (C type; absent):
 *	str    const char *, valid UTF-8 without NUL; NULL
 *	                       a name that C keeps for itself: F(T, str_as, for_, "for", ...)
 *	int    int64_t; INT_ABSENT
 *	bool   bool; false (or .def)
 *	time   int64_t, seconds since 1970 UTC; INT_ABSENT
 *	id     struct id; all zero
 *	strs   struct strs: list of str; at == NULL
 *	json   const struct json *: any value, checked by nobody; NULL
 *	rec    const struct OF *; NULL           F(T, rec, name, OF, ...)
 *	list   struct { const struct OF *at; size_t n; }; at == NULL
 *	                                         F(T, list, name, OF, ...)
 *	bytes  struct bytes, in rows only; p == NULL
 * A present but empty list has n == 0 and at != NULL.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/buf.h"
#include "base/ctx.h"
#include "base/id.h"

struct json;

struct strs {
	const char *const *at;
	size_t n;
};

#define INT_ABSENT	INT64_MIN
/* What a nullable int or time holds when null was said: it is to be cleared.  A
 * nullable str holds "" then. */
#define INT_NULL	(INT64_MIN + 1)

/* Formats of text; each has one check in check.c and one name in JSON Schema. */
enum format {
	FORMAT_none,
#define X(NAME, SCHEMA, MESSAGE, SAMPLE)	FORMAT_##NAME,
#include "record/formats.def"
#undef X
};

enum type {
	TYPE_str, TYPE_int, TYPE_bool, TYPE_time, TYPE_id, TYPE_strs, TYPE_json,
	TYPE_rec, TYPE_list, TYPE_bytes
};

struct record;

struct field {
	const char *name;
	enum type type;
	size_t offset;
	const struct record *of;	/* rec and list: of what */
	size_t of_size;

	const char *doc;
	bool opt;		/* input: may be left out; output: left out when absent */
	bool nullable;		/* null may stand (input) or stands when absent (output) */
	int64_t min, max;	/* int: value; str: code points; lists: count.
				 * max 0: no limit but the body's; a str without
				 * .min must have one character unless .empty */
	bool empty;		/* str: "" is allowed */
	int64_t def;		/* int, bool: when left out (with .opt) */
	bool has_def;
	enum format format;
	const char *one_of;	/* str: "active|inactive"; any case in, lower out */
	unsigned kind;		/* id: this kind; 0: any */
	unsigned kind2, kind3;	/* id: or these */
	bool secret;		/* masked in log and audit */
	bool name_text;		/* str: trimmed, NFC, no control characters */
	bool rest;		/* member of the REST view's object */
};

struct record {
	const char *name;
	const struct field *fields;
	size_t count;
	size_t size;
};

/* A record without members: what methods take that need nothing. */
struct nothing {
	char none;
};
extern const struct record record_nothing;

/* The field of that name, or NULL. */
const struct field *record_field(const struct record *, const char *name);

/* Sets every member to its absent value or default. */
void record_init(const struct record *, void *out);

/* True if the value is its type's absent one. */
bool field_is_absent(const struct field *, const void *value);

/* Checks a present text: length, format, one_of, controls.  NULL if it is right,
 * else the message; *out_rule is the rule's name and *value what to keep (NFC,
 * lower case where the declaration says so). */
const char *check_text(struct ctx *, const struct field *, const char **value,
		       const char **out_rule) MUST_USE;
const char *check_int(struct ctx *, const struct field *, int64_t value,
		      const char **out_rule) MUST_USE;

/* One format alone: whether the text has it. */
bool format_is(enum format, const char *);
const char *format_schema(enum format);	/* JSON Schema's name or NULL */
const char *format_message(enum format);
const char *format_sample(enum format);	/* a text that has it, or NULL */

/* ---- from a list to a struct and its table ---- */

#define RECORD_STRUCT(NAME, LIST)					\
	struct NAME { LIST(RECORD_MEMBER_, NAME) };			\
	extern const struct record record_##NAME

#define RECORD_TABLE(NAME, LIST)					\
	static const struct field fields_##NAME[] = {			\
		LIST(RECORD_FIELD_, NAME)				\
	};								\
	const struct record record_##NAME = {				\
		#NAME, fields_##NAME, countof(fields_##NAME),		\
		sizeof(struct NAME)					\
	}

#define RECORD(NAME, LIST)						\
	RECORD_STRUCT(NAME, LIST);					\
	RECORD_TABLE(NAME, LIST)

#define RECORD_MEMBER_(T, TYPE, ...)	RECORD_MEMBER_##TYPE(__VA_ARGS__, )
#define RECORD_MEMBER_str(M, ...)	const char *M;
#define RECORD_MEMBER_str_as(M, NAME, ...)	const char *M;
#define RECORD_MEMBER_int(M, ...)	int64_t M;
#define RECORD_MEMBER_bool(M, ...)	bool M;
#define RECORD_MEMBER_time(M, ...)	int64_t M;
#define RECORD_MEMBER_id(M, ...)	struct id M;
#define RECORD_MEMBER_strs(M, ...)	struct strs M;
#define RECORD_MEMBER_json(M, ...)	const struct json *M;
#define RECORD_MEMBER_bytes(M, ...)	struct bytes M;
#define RECORD_MEMBER_rec(M, OF, ...)	const struct OF *M;
#define RECORD_MEMBER_list(M, OF, ...)	struct { const struct OF *at; size_t n; } M;

#define RECORD_FIELD_(T, TYPE, ...)	RECORD_FIELD_##TYPE(T, __VA_ARGS__, )
#define RECORD_PLAIN(T, TYPE, M, ...)					\
	{.name = #M, .type = TYPE, .offset = offsetof(struct T, M), __VA_ARGS__},
#define RECORD_FIELD_str(T, M, ...)	RECORD_PLAIN(T, TYPE_str, M, __VA_ARGS__)
#define RECORD_FIELD_str_as(T, M, NAME, ...)				\
	{.name = NAME, .type = TYPE_str, .offset = offsetof(struct T, M), __VA_ARGS__},
#define RECORD_FIELD_int(T, M, ...)	RECORD_PLAIN(T, TYPE_int, M, __VA_ARGS__)
#define RECORD_FIELD_bool(T, M, ...)	RECORD_PLAIN(T, TYPE_bool, M, __VA_ARGS__)
#define RECORD_FIELD_time(T, M, ...)	RECORD_PLAIN(T, TYPE_time, M, __VA_ARGS__)
#define RECORD_FIELD_id(T, M, ...)	RECORD_PLAIN(T, TYPE_id, M, __VA_ARGS__)
#define RECORD_FIELD_strs(T, M, ...)	RECORD_PLAIN(T, TYPE_strs, M, __VA_ARGS__)
#define RECORD_FIELD_json(T, M, ...)	RECORD_PLAIN(T, TYPE_json, M, __VA_ARGS__)
#define RECORD_FIELD_bytes(T, M, ...)	RECORD_PLAIN(T, TYPE_bytes, M, __VA_ARGS__)
#define RECORD_FIELD_rec(T, M, OF, ...)					\
	RECORD_PLAIN(T, TYPE_rec, M, .of = &record_##OF,		\
	    .of_size = sizeof(struct OF), __VA_ARGS__)
#define RECORD_FIELD_list(T, M, OF, ...)				\
	RECORD_PLAIN(T, TYPE_list, M, .of = &record_##OF,		\
	    .of_size = sizeof(struct OF), __VA_ARGS__)

#endif
