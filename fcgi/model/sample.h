/* SPDX-License-Identifier: MIT */
/*
 * sample — what stands in the examples of the contract.
 */
#ifndef MODEL_SAMPLE_H
#define MODEL_SAMPLE_H

/* A text such as stands in members of that name; NULL: none is better than another. */
const char *sample_text(const char *field);

#endif
