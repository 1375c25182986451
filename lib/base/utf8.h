/* SPDX-License-Identifier: MIT */
/*
 * utf8 — text as people see it.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

/* Well-formed UTF-8 of RFC 3629: no overlong form, no surrogate, nothing above
 * U+10FFFF. */
bool utf8_is_valid(const void *, size_t);

/* Code points of a valid text. */
size_t utf8_length(const char *);

/* The next code point of a valid text; *s moves behind it.  0 at the end. */
uint32_t utf8_next(const char **s);

/* True if the text has a control character (C0, C1), a bidirectional control or
 * an invisible format character: none of them belongs into a name. */
bool utf8_has_controls(const char *);

/* White space at both ends gone, then Unicode NFC.  Never NULL. */
const char *utf8_normalise(struct arena *, const char *);

/* The key under which names compare: NFC of the full case folding (R79). */
const char *utf8_fold(struct arena *, const char *);

/* What is left in lower-case letters, digits and single inner hyphens: marks are gone,
 * letters beyond ASCII stand as they are usually written, all else is a hyphen.  "" if
 * nothing is. */
const char *utf8_ascii(struct arena *, const char *);

#endif
