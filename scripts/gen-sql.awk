# SPDX-License-Identifier: MIT
#
# gen-sql -- the named statements of sql/queries/*.sql as C.
#
#	awk -v part=h|c -f gen-sql.awk sql/queries/*.sql
#
#	-- name: tenant_by_id -> tenant
#	-- What it is for; the checks read it, too.
#	SELECT id, name FROM tenant WHERE id = :tenant_id;
#
# A line `-- then: other` names a statement that is run after it with the same arguments.
#
# `h` is the enum that names them, `c` the table of their texts, in which each
# :argument became a question mark.  What does not fit the pattern stops the build.

function die(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

function quoted(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	gsub(/\n/, "\\n", s)
	return "\"" s "\""
}

function base(path) {
	sub(/.*\//, "", path)
	return path
}

# One :argument at the next place; the same name twice is one argument.
function place(arg,    i) {
	for (i = 0; i < args && argument[i] != arg; i++)
		;
	if (i == args)
		argument[args++] = arg
	places = places i ", "
	place_count++
	text = text "?"
}

function begin(rest,    word, n) {
	n = split(rest, word, /[ \t]+/)
	if (word[1] !~ /^[a-z][a-z0-9_]*$/ || (n != 1 &&
	    !(n == 3 && word[2] == "->" && word[3] ~ /^[a-z][a-z0-9_]*$/)))
		die("expected: -- name: statement or -- name: statement -> record")
	if (word[1] in seen)
		die("there is a statement " word[1] " in " seen[word[1]])
	name = word[1]
	record = n == 3 ? word[3] : ""
	seen[name] = FILENAME
	comment = text = places = quote = follower = ""
	args = place_count = 0
}

function finish(    i, list) {
	sub(/ $/, "", text)
	if (text == "")
		die(name " says nothing")
	for (i = 0; i < args; i++)
		list = list quoted(argument[i]) ", "
	names[count] = name
	entries[count++] = "\t[SQL_" name "] = {\n" \
	    "\t\t.name = " quoted(name) ", .file = " quoted(base(FILENAME)) ",\n" \
	    "\t\t.comment = " quoted(comment) ",\n" \
	    "\t\t.text = " quoted(text) ",\n" \
	    (args ? "\t\t.params = (const char *const []){" list "},\n" \
	    "\t\t.param_count = " args ",\n" \
	    "\t\t.places = (const unsigned char []){" places "},\n" \
	    "\t\t.place_count = " place_count ",\n" : "") \
	    "\t\t.then = SQL_" (follower == "" ? name : follower) ",\n" \
	    (record != "" ? "\t\t.row = " quoted(record) \
	    ", .record = &record_" record ",\n" : "") "\t},\n"
	if (record != "" && !(record in known)) {
		known[record]
		records[record_count++] = record
	}
	name = ""
}

# Takes one line of a statement; white space outside of quotes is one blank.
function scan(line,    i, c) {
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (quote != "") {
			text = text c
			if (c == "\\" && quote != "`")
				text = text substr(line, ++i, 1)
			else if (c == quote)
				quote = ""
		} else if (c == "'" || c == "\"" || c == "`") {
			quote = c
			text = text c
		} else if (c == "#" || substr(line, i) ~ /^--([ \t]|$)/) {
			break
		} else if (c == ";") {
			if (substr(line, i + 1) !~ /^[ \t]*$/)
				die("text behind the end of " name)
			finish()
			return
		} else if (c == "?") {
			die("an argument has a name")
		} else if (c == ":" && match(substr(line, i + 1), /^[a-z][a-z0-9_]*/)) {
			i += RLENGTH
			place(substr(line, i - RLENGTH + 1, RLENGTH))
		} else if (c == " " || c == "\t") {
			if (text != "" && text !~ / $/)
				text = text " "
		} else {
			text = text c
		}
	}
	if (quote != "")
		die("a quoted text goes over the end of the line")
	if (text != "" && text !~ / $/)
		text = text " "
}

BEGIN {
	count = record_count = 0
}
FNR == 1 && name != "" {
	die("no ; behind " name " in the file before")
}
/^-- name:/ {
	if (name != "")
		die("no ; behind " name)
	sub(/^-- name:[ \t]*/, "")
	sub(/[ \t]+$/, "")
	begin($0)
	next
}
name != "" && text == "" && /^--/ {
	sub(/^--[ \t]*/, "")
	if ($0 ~ /^then: [a-z0-9_]+$/)
		follower = substr($0, 7)
	comment = comment (comment == "" ? "" : " ") $0
	next
}
name != "" {
	scan($0)
	next
}
!/^[ \t]*(--.*)?$/ {
	die("text outside of a named statement")
}

END {
	if (failed)
		exit 1
	if (name != "")
		die("no ; behind " name)
	print "/* Made by scripts/gen-sql.awk from sql/queries/; not to be edited. */"
	if (part == "h") {
		print "#ifndef SQL_GEN_H\n#define SQL_GEN_H\n\nenum sql {"
		for (i = 0; i < count; i++)
			print "\tSQL_" names[i] ","
		print "\tSQL_COUNT\n};\n\n#endif"
		exit 0
	}
	print "#include \"db/compiled.h\"\n"
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
	for (i = 0; i < record_count; i++)
		print "extern const struct record record_" records[i] \
		    " __attribute__((weak));"
	print "\nconst struct statement statements[] = {"
	for (i = 0; i < count; i++)
		printf "%s", entries[i]
	print "};\nconst size_t statement_count = SQL_COUNT;"
}
