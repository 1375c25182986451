/* SPDX-License-Identifier: MIT */
#include "crypt/qr.h"

#ifdef HAVE_QRCODEGEN
#include <qrcodegen/qrcodegen.h>

#define MOST_VERSION	20	/* 97 modules a side: more than any text of ours */
#define QUIET		4	/* modules around it */

const char *
qr_svg(struct arena *a, const char *text)
{
	uint8_t code[qrcodegen_BUFFER_LEN_FOR_VERSION(MOST_VERSION)];
	uint8_t room[qrcodegen_BUFFER_LEN_FOR_VERSION(MOST_VERSION)];
	struct buf b;
	int size;

	if (!qrcodegen_encodeText(text, room, code, qrcodegen_Ecc_MEDIUM,
	    qrcodegen_VERSION_MIN, MOST_VERSION, qrcodegen_Mask_AUTO, true))
		return NULL;
	size = qrcodegen_getSize(code);
	buf_init(&b, a);
	buf_printf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
	    "%d %d\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" "
	    "d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", size + 2 * QUIET,
	    size + 2 * QUIET, size + 2 * QUIET, size + 2 * QUIET);
	for (int y = 0; y < size; y++)
		for (int x = 0; x < size; x++)
			if (qrcodegen_getModule(code, x, y))
				buf_printf(&b, "M%d %dh1v1h-1z", x + QUIET,
				    y + QUIET);
	buf_puts(&b, "\"/></svg>");
	return buf_text(&b);
}

#else

const char *
qr_svg(struct arena *a, const char *text)
{
	(void)a;
	(void)text;
	return NULL;
}

#endif
