# SPDX-License-Identifier: MIT
# What the program prints, as mdoc: awk -v what=table|config|help [-v tag=N -v prose=N] -f mdoc.awk
#
#   table   a table of Markdown: a tagged list; column TAG is the tag, PROSE its text, others say
#           their own name before
#   config  `print config`: a tagged list of options
#   help    `help COMMAND`: what it does, its usage, examples, prose

function escape(s) {
	gsub(/\\/, "\\e", s)
	gsub(/`/, "", s)
	return s
}

# One line for each sentence; none begins as a request would.
function say(s) {
	s = escape(s)
	while (match(s, /[A-Za-z0-9)][.?!] +["A-Z-]/)) {
		line(substr(s, 1, RSTART + 1))
		s = substr(s, RSTART + 2)
		sub(/^ +/, "", s)
	}
	line(s)
}
# Cut between words.
function line(s,   at) {
	while (length(s) > 78) {
		for (at = 78; at > 1 && substr(s, at, 1) != " "; at--)
			;
		if (at == 1)
			break
		start(substr(s, 1, at - 1))
		s = substr(s, at + 1)
	}
	if (s != "")
		start(s)
}
function start(s) {
	print (s ~ /^[.']/ ? "\\&" : "") s
}
function quoted(s) {
	return "\"" escape(s) "\""
}

what == "table" && /^\| / {
	n = split(substr($0, 3, length($0) - 4), cell, / \| /)
	if (++row == 1) {
		for (i = 1; i <= n; i++)
			name[i] = cell[i]
		print ".Bl -tag -width Ds"
		next
	}
	if (row == 2)
		next
	gsub(/ +$/, "", cell[n])
	print ".It Ic " quoted(cell[tag])
	say(cell[prose])
	for (i = 1; i <= n; i++)
		if (i != tag && i != prose && cell[i] !~ /^ *$/)
			more = more (more == "" ? "" : ", ") name[i] (cell[i] == "yes" ? "" : ": " cell[i])
	if (more != "") {
		gsub(/`/, "", more)
		print ".br"
		line(escape("(" more ")"))
	}
	more = ""
}

what == "config" && /^#/ && !/^# [a-z_]+ is (not )?set/ {
	text = text (text == "" ? "" : " ") substr($0, 3)
	next
}
what == "config" && /^(# )?[a-z_]+ / {
	sub(/^# /, "")
	if (!any++)
		print ".Bl -tag -width Ds"
	print ".It Cm " $1
	say(text)
	text = ""
}

what == "help" && NR == 1 { summary = $0; next }
what == "help" && /^usage: tenantry / {
	sub(/^usage: tenantry /, "")
	sub(/ +$/, "")
	print ".It Ic " quoted($0)
	say(summary)
	next
}
what == "help" && /^  / {
	if (!shown++)
		print ".Bd -literal -offset indent"
	print escape(substr($0, 3))
	next
}
what == "help" && /^$/ {
	if (shown && !closed++)
		print ".Ed\n.Pp"
	next
}
what == "help" { text = text (text == "" ? "" : " ") $0 }

END {
	if (what == "help") {
		if (shown && !closed)
			print ".Ed"
		say(text)
	} else if (row || any)
		print ".El"
}
