/* SPDX-License-Identifier: MIT */
/*
 * attr — the compiler's help, under names that read well.
 */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The result says whether it worked: looking away is an error. */
#define MUST_USE	__attribute__((warn_unused_result))

/* Checked like printf: FMT is the index of the format, ARGS of the first value. */
#define PRINTF(FMT, ARGS)	__attribute__((format(printf, FMT, ARGS)))

/* Gives back a format that takes what its argument FMT takes. */
#define FORMAT_ARG(FMT)	__attribute__((format_arg(FMT)))

#define NORETURN	__attribute__((noreturn))
#define UNUSED		__attribute__((unused))

/* AUTO(x) v: the function x_auto(&v) runs on every way out of the block. */
#define AUTO(NAME)	__attribute__((cleanup(NAME##_auto))) struct NAME

#define countof(A)	(sizeof(A) / sizeof((A)[0]))

/* A place that no value of an enum leads to. */
#define unreachable()	__builtin_unreachable()

#endif
