# SPDX-License-Identifier: MIT
#
# gen-migrations -- the files sql/migrations/NNNN_words.sql as C.
#
#	sha256sum sql/migrations/*.sql | awk -f gen-migrations.awk
#
# Each file becomes its version, name, checksum and the list of its statements,
# which end with a ; at the end of a line.

function die(why) {
	printf "%s:%d: %s\n", path, line_number, why > "/dev/stderr"
	failed = 1
	exit 1
}

function quoted(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	gsub(/\n/, "\\n", s)
	return "\"" s "\""
}

function read_file(    line, text, list, n) {
	line_number = 0
	while ((getline line < path) > 0) {
		line_number++
		if (line ~ /^[ \t]*(--.*)?$/)
			continue
		text = text (text == "" ? "" : "\n") line
		if (line ~ /;[ \t]*$/) {
			sub(/;[ \t]*$/, "", text)
			list = list "\t\t\t" quoted(text) ",\n"
			text = ""
			n++
		}
	}
	close(path)
	if (text != "")
		die("no ; behind the last statement")
	if (n == 0)
		die("no statement")
	return "\t\t.statements = (const char *const []){\n" list \
	    "\t\t},\n\t\t.statement_count = " n ",\n"
}

{
	checksum = $1
	path = $2
	file = path
	sub(/.*\//, "", file)
	if (file !~ /^[0-9][0-9][0-9][0-9]_[a-z0-9_]+\.sql$/)
		die("expected a name like 0001_words.sql")
	if (file + 0 != ++count)
		die("expected version " count)
	entries = entries "\t{\n\t\t.version = " count ", .name = " quoted(file) \
	    ",\n\t\t.checksum = " quoted(checksum) ",\n" read_file() "\t},\n"
}

END {
	if (failed)
		exit 1
	print "/* Made by scripts/gen-migrations.awk; not to be edited. */"
	print "#include \"db/compiled.h\"\n"
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
	print "const struct migration migrations[] = {\n" entries "\t{.version = 0}\n};"
	print "const size_t migration_count = " count + 0 ";"
}
