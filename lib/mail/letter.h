/* SPDX-License-Identifier: MIT */
/*
 * letter — what a mail says, made into its text and its HTML part.
 *
 * One content, two forms: greeting, paragraphs, one button, perhaps a code alone on
 * its line, a footer.  All texts are plain; the HTML part escapes them.  No picture but
 * the logo, no script, styles inline, readable when pictures are off.
 */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include "base/buf.h"

#define MOST_PARAGRAPHS	8

struct letter {
	const char *language;
	const char *sender_name;	/* whose letter it is: shown at the top */
	const char *logo_url;		/* shown if it is https; NULL: none */
	const char *color;		/* of the button; if not #rrggbb, ours */
	const char *greeting;
	const char *before[MOST_PARAGRAPHS];	/* up to the first NULL */
	const char *code;		/* NULL: none */
	const char *button_text;	/* NULL: no button */
	const char *button_url;
	const char *after[MOST_PARAGRAPHS];
	const char *footer;		/* NULL: none */
};

void letter_text(const struct letter *, struct buf *out);
void letter_html(const struct letter *, struct buf *out);

/* Black or white, whichever reads better on #rrggbb (WCAG 2 relative luminance). */
const char *letter_ink(const char *color);

#endif
