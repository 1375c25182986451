/* SPDX-License-Identifier: MIT */
/*
 * compiled — the catalogues as scripts/gen-catalogs leaves them: .mo files, as bytes.
 */
#ifndef BASE_COMPILED_H
#define BASE_COMPILED_H

#include <stddef.h>

/* English, which needs none, stands first: NULL in catalogs. */
extern const char *const catalog_names[];
extern const unsigned char *const catalogs[];
extern const size_t catalog_count;

#endif
