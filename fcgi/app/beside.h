/* SPDX-License-Identifier: MIT */
/*
 * beside — the configuration of a program that was uploaded, not installed.
 *
 * On a shared host a web server starts the program with an empty environment:
 * then tenantry.conf is the file beside the program, or one folder above it where
 * the program itself has to stand below the document root.  Only a file of our
 * own user or of root is meant.
 */
#ifndef APP_BESIDE_H
#define APP_BESIDE_H

#include "base/arena.h"

/* Its path, or NULL. */
const char *beside_find(struct arena *);

#endif
