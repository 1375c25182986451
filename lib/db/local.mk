# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libdb.a
# Its header uses what banned.h forbids, so it comes first.
libdb_a_CPPFLAGS = $(MARIADB_CFLAGS) -include config.h -include mysql.h \
	$(AM_CPPFLAGS) -I$(srcdir)/sql
libdb_a_SOURCES = \
	%D%/args.c \
	%D%/compiled.h \
	%D%/conn.c %D%/conn.h \
	%D%/db.h \
	%D%/each.c \
	%D%/host.c %D%/host.h \
	%D%/inspect.c \
	%D%/migrate.c %D%/migrate.h \
	%D%/rights.c \
	%D%/rows.c \
	%D%/server.c %D%/server.h \
	%D%/sqlerr.c %D%/sqlerr.h \
	%D%/stmt.c %D%/stmt.h \
	%D%/tx.c
nodist_libdb_a_SOURCES = $(SQL_GEN)
LIBDB = libdb.a $(LIBRECORD) $(MARIADB_LIBS)

# The folders are the list: each make looks at them anew, and a result that did
# not change keeps its time, so that nothing is compiled for it.
SQL_GEN = gen/sql.gen.h gen/sql.gen.c gen/migrations.gen.c
BUILT_SOURCES += $(SQL_GEN)
CLEANFILES += $(SQL_GEN)
EXTRA_DIST += scripts/gen-sql.awk scripts/gen-migrations.awk \
	scripts/dump-schema \
	sql/grants.def sql/migrations sql/queries sql/schema.sql
KEEP_IF_SAME = if cmp -s $@.new $@; then rm -f $@.new; else mv -f $@.new $@; fi

gen/sql.gen.h: look-at-sql
	@$(MKDIR_P) gen
	@LC_ALL=C $(AWK) -v part=h -f $(srcdir)/scripts/gen-sql.awk \
	    $(srcdir)/sql/queries/*.sql >$@.new && $(KEEP_IF_SAME)
gen/sql.gen.c: look-at-sql
	@$(MKDIR_P) gen
	@LC_ALL=C $(AWK) -v part=c -f $(srcdir)/scripts/gen-sql.awk \
	    $(srcdir)/sql/queries/*.sql >$@.new && $(KEEP_IF_SAME)
gen/migrations.gen.c: look-at-sql
	@$(MKDIR_P) gen
	@sha256sum $(srcdir)/sql/migrations/*.sql | LC_ALL=C $(AWK) \
	    -f $(srcdir)/scripts/gen-migrations.awk >$@.new && $(KEEP_IF_SAME)
look-at-sql:
.PHONY: look-at-sql
