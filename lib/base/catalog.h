/* SPDX-License-Identifier: MIT */
/*
 * catalog — what we say, in the languages that are shipped.
 *
 * The sentences of the source are English and are their own names.  Their
 * translations are compiled into the program from lib/po, so that there is no file
 * to find and all processes share the pages; no locale of the system is touched.
 */
#ifndef BASE_CATALOG_H
#define BASE_CATALOG_H

#include "base/attr.h"

/* SENTENCE in the shipped LANGUAGE; SENTENCE itself where no translation is known.  A
 * format stays a format of the same values: translate first, fill in then. */
const char *catalog_say(const char *language, const char *sentence)
    FORMAT_ARG(2);

/* Around a sentence that is named in one place and said in another, so that
 * scripts/update-po finds it. */
#define LATER(SENTENCE)	SENTENCE

/* The shipped languages, English first. */
const char *const *catalog_languages(size_t *n);

/* The shipped language that a tag of BCP 47 means: fr-CA is fr.  NULL: none. */
const char *catalog_find(const char *tag);

/* The best shipped one for an Accept-Language header (RFC 9110); English if none is
 * wanted or HEADER is NULL. */
const char *catalog_accepted(const char *header);

#endif
