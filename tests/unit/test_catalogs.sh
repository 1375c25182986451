#!/bin/sh
# SPDX-License-Identifier: MIT
# The catalogues hold every sentence of the sources, translated, and nothing else; and French
# keeps its spaces: one that does not break stands before : ; ! ? and inside of « ».
srcdir=${srcdir:-$(dirname "$0")/../..}
command -v xgettext >/dev/null || exit 77
"$srcdir/scripts/update-po" --check || exit 1

# A colon behind a name of the protocol is not one of the language.
space=$(printf '\302\240')
breaks=$(sed -nE 's/^msgstr(\[[0-9]\])? //p' "$srcdir/lib/po/fr.po" |
	sed -E "s/$space(:|;|!|\\?|»)|«$space//g; s/\"(id|jsonrpc|method|params): //; s/Content-Type: //" |
	grep -E '(: |:"|;|!|\?|»|«)')
test -z "$breaks" || {
	echo "lib/po/fr.po: a no-break space is missing:" >&2
	echo "$breaks" >&2
	exit 1
}
