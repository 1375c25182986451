/* SPDX-License-Identifier: MIT */
/*
 * id — names of things: opaque, never reused, sorted by age.
 *
 * An id is a UUIDv7 (RFC 9562) whose last byte says what kind of thing it
 * names, so that 16 bytes are enough to write `user_` and 26 characters of
 * lower-case Crockford base 32.  The program gives the table of prefixes once;
 * this file knows none.  Ids are no secrets and grant nothing.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/arena.h"

struct id {
	unsigned char b[16];
};

/* Prefixes by kind, without the underscore; kind 0 is no kind.  TABLE is
 * borrowed for the life of the process. */
void id_prefixes(const char *const *table, unsigned count);

/* The prefix of a kind, without the underscore; no such kind is an assert. */
const char *id_prefix(unsigned kind);

/* The time in milliseconds goes into the id; the rest is random. */
struct id id_make(unsigned kind);

unsigned id_kind(struct id);
bool id_is_null(struct id);	/* all zero: nobody, nothing */
bool id_equal(struct id, struct id);

/* prefix_ and 26 characters; an id of no kind is an assert.  id_write returns the length,
 * for which ID_MOST and a NUL are always enough. */
#define ID_MOST	63
size_t id_write(struct id, char out[ID_MOST + 1]);
const char *id_format(struct arena *, struct id);

/* False unless it is exactly what id_format writes for one of the kinds. */
bool id_parse(const char *s, struct id *out);

/* Lower-case Crockford base 32 of 128 bits: 26 characters and a NUL. */
void id_encode(const unsigned char b[16], char out[27]);
bool id_decode(const char *s, unsigned char out[16]);

#endif
