/* SPDX-License-Identifier: MIT */
/*
 * qr — a text as a picture that a telephone reads, if the library for it was there
 * when the program was built.
 */
#ifndef CRYPT_QR_H
#define CRYPT_QR_H

#include "base/buf.h"

/* An SVG element, black on white with the quiet zone; NULL: no library, or too long. */
const char *qr_svg(struct arena *, const char *text);

#endif
