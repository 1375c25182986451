# SPDX-License-Identifier: MIT
# What the console says, out of a catalogue of gettext, as JSON: {"English": "text"}, plural forms
# as a list under the singular.  What is not translated, or only guessed ("fuzzy"), is left out.

function quoted(s)
{
	sub(/^[^"]*"/, "", s)
	sub(/"[^"]*$/, "", s)
	return s
}

function flush(	i, forms)
{
	if (id != "" && said && !fuzzy && text[0] != "") {
		forms = "\"" text[0] "\""
		for (i = 1; i < n; i++)
			forms = forms ",\"" text[i] "\""
		printf "%s\"%s\":%s", comma, id, plural ? "[" forms "]" : forms
		comma = ",\n"
	}
	id = ""
	n = plural = fuzzy = said = 0
	delete text
}

BEGIN { printf "{" }
/^#/ && n { flush() }
/^#: console/ { said = 1 }
/^#,.*fuzzy/ { fuzzy = 1 }
/^#/ { next }
/^msgid_plural / { plural = 1; where = "plural"; next }
/^msgid / { if (n) flush(); id = quoted($0); where = "id"; next }
/^msgstr/ { text[n++] = quoted($0); where = "text"; next }
/^"/ {
	if (where == "id")
		id = id quoted($0)
	else if (where == "text")
		text[n - 1] = text[n - 1] quoted($0)
	next
}
/^$/ { flush() }
END { flush(); print "}" }
