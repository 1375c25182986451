/* SPDX-License-Identifier: MIT */
/*
 * language — which of the shipped languages a person is spoken to in, and how it
 * writes what a sentence leaves open.
 */
#ifndef MODEL_LANGUAGE_H
#define MODEL_LANGUAGE_H

#include "model/setting.h"

/* The shipped language that the person's own TAG means; if there is none, or TAG is NULL,
 * that of the place (default_language); English at last. */
const char *language_of(const char *tag, const struct settings *);

/* What stands for {name} in a sentence. */
struct language_word {
	const char *name;
	const char *value;
};

/* The sentence in that language with its words filled in; a word that is unknown or NULL
 * is nothing.  What is filled in is not looked at again. */
const char *language_fill(struct arena *, const char *language,
			  const char *sentence, const struct language_word *,
			  size_t n);

/* 31 January 2026, 09:00 UTC, as the language writes it: who reads it may be in any time
 * zone. */
const char *language_time(struct arena *, const char *language, int64_t t);

#endif
