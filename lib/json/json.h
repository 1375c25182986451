/* SPDX-License-Identifier: MIT */
/*
 * json — the tree of a JSON text, and the way back.
 *
 * Sole user of yajl, and of its event parser only.  What is accepted is I-JSON
 * (RFC 7493) and no more: well-formed UTF-8, no NUL, no lone surrogate, no
 * duplicate name, nothing behind the value, limited depth.  Everything lives in
 * the call's arena.  Members of type bytes exist in rows only: here nobody sees
 * them.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include "record/record.h"

enum json_type {
	JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_LIST, JSON_OBJECT
};

struct json {
	enum json_type type;
	bool boolean;
	const char *text;	/* string: its value; number: as written */
	const char *name;	/* of a member of an object, else NULL */
	struct json *first;	/* list and object: children in order */
	struct json *last;
	struct json *next;	/* of the same parent */
	size_t count;		/* children */
};

/* What a text may be; more is parse_error.  0 means: no limit but the text.  A
 * number has at most 32 characters and is finite, whatever the limits. */
struct json_limits {
	unsigned depth;		/* nested lists and objects; 0: 32 */
	size_t values;		/* values altogether */
	size_t members;		/* of one object */
	size_t name;		/* bytes of the name of a member */
	size_t string;		/* bytes of one string */
};
/* Without accepted credentials, and with them. */
extern const struct json_limits json_strict, json_trusted;

/* Fails with parse_error. */
MUST_USE bool json_parse(struct ctx *, struct bytes text,
			 const struct json_limits *, const struct json **out);

/* The member of that name, or NULL (also when it is no object). */
const struct json *json_get(const struct json *, const char *name);

/* A number that is a whole one within +-(2^53-1); 1.0 and 1e3 count.  Others
 * stay what they are: text that is echoed as it was written. */
MUST_USE bool json_int(const struct json *, int64_t *out);

/* True if both are the same value: members in any order, whole numbers by
 * value, other numbers by spelling. */
bool json_equal(const struct json *, const struct json *);

/* ---- making values: texts are copied, a value belongs to one parent ---- */
struct json *json_new(struct arena *, enum json_type);
struct json *json_string(struct arena *, const char *);
struct json *json_number(struct arena *, int64_t);
struct json *json_boolean(struct arena *, bool);
struct json *json_list_of(struct arena *, const char *const *at, size_t n);
/* To a list; to an object if the value has its name. */
void json_append(struct json *parent, struct json *value);
void json_set(struct arena *, struct json *object, const char *name,
	      struct json *value);	/* at the end; no look for duplicates */
struct json *json_copy(struct arena *, const struct json *);

/* ---- writing: compact, members in order ---- */
void json_write(struct buf *, const struct json *);
void json_write_string(struct buf *, const char *);

/* ---- records ---- */

/* The object becomes *out.  Every fault is added to ctx (fault_add) under PATH
 * ("" or "users[3]"; what concerns all of "" is told of "params").  It does
 * not fail by itself: the caller asks fail_faults().
 *
 * NULL, JSON null and an empty list stand for an empty object; a list that is
 * not empty is a fault that shows the names.  Rules of the faults:
 *	required, unknown, by_name, type, null, too_few, too_many, format, range
 * and those of check_text and check_int.  An unknown member is named only if it
 * looks like a name of ours; anything else is "?", so that no input is echoed.
 * Null in a nullable member is: int and time INT_NULL; str ""; json the value
 * null; any other type its absent value. */
void json_decode(struct ctx *, const struct record *, const struct json *,
		 const char *path, void *out);

/* The struct as an object.  An absent member is null if nullable, left out if
 * optional, [] if it is a list; else the program dies and names it, as that is
 * its own mistake and no caller's. */
void json_encode(struct buf *, const struct record *, const void *in);

/* The same, with only the members declared .rest (all, if none is). */
void json_encode_rest(struct buf *, const struct record *, const void *in);

/* One value of a field as JSON. */
void json_encode_value(struct buf *, const struct field *, const void *value,
		       bool rest);

/* JSON Schema (draft 7, what OpenRPC 1.2 takes) of a record as an object titled
 * by its name, or of one field.  Records inside are references to
 * #/components/schemas/NAME.  INPUT: what may be sent, so that unknown members
 * are refused and a text has one character unless declared .empty; else what
 * comes.  What is written as input also describes the record as output. */
void json_schema(struct buf *, const struct record *, bool input);
void json_schema_field(struct buf *, const struct field *, bool input);

/* An object as it could be, made from the declaration: the members that must be there,
 * with values that the schema allows.  NAMED says what stands in a text of that name, NULL
 * if it has no idea. */
void json_sample(struct buf *, const struct record *,
		 const char *(*named)(const char *field));

/* Shows every record that RECORD reaches through rec and list, each once,
 * nearest first, in the order of declaration; RECORD itself only if it contains
 * itself. */
void json_schema_walk(const struct record *,
		      void (*seen)(const struct record *, void *), void *);

#endif
