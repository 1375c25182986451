/* SPDX-License-Identifier: MIT */
/*
 * confine — what a worker that was taken over still cannot do.
 *
 * It starts no program and no process, traces nobody, opens no kind of socket
 * but those that lead to the database, and changes no file: its log is open
 * already.  Kernels that lack a part of this do without it.
 */
#ifndef APP_CONFINE_H
#define APP_CONFINE_H

#include "base/attr.h"

/* For the rest of the process's life; MEMORY is the most it may map, in
 * bytes. */
void confine(size_t memory);

/* The two halves of it: limits and files; then, for all threads that were started in
 * between, calls of the kernel, among them the one that starts another. */
void confine_reach(size_t memory);
void confine_calls(void);

#endif
