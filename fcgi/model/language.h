/* SPDX-License-Identifier: MIT */
/*
 * language — which of the shipped languages somebody is spoken to in.
 */
#ifndef MODEL_LANGUAGE_H
#define MODEL_LANGUAGE_H

#include "base/arena.h"

/* The shipped language that a tag means: fr-CA is fr; NULL if none is. */
const char *language_find(const char *tag);

/* The best shipped one of an Accept-Language header; en if none fits or it is NULL. */
const char *language_accepted(struct arena *, const char *header);

/* A sentence of ours in that language. */
const char *language_translate(const char *language, const char *message);

#endif
