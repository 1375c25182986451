# SPDX-License-Identifier: MIT
# lib/db with statements of its own; test_db.py runs it against a server.
if HAVE_CMOCKA
check_PROGRAMS += dbtest
endif
dbtest_CPPFLAGS = -Igen/dbtest $(AM_CPPFLAGS) -I$(srcdir)/tests
dbtest_SOURCES = %D%/dbtest.c
nodist_dbtest_SOURCES = gen/dbtest/sql.gen.h gen/dbtest/sql.gen.c
dbtest_LDADD = $(LIBDB) $(CMOCKA_LIBS)
CLEANFILES += $(nodist_dbtest_SOURCES)
EXTRA_DIST += %D%/statements.sql %D%/test_db.py

gen/dbtest/sql.gen.h: %D%/statements.sql scripts/gen-sql.awk
	@$(MKDIR_P) gen/dbtest
	$(AM_V_GEN)LC_ALL=C $(AWK) -v part=h -f $(srcdir)/scripts/gen-sql.awk \
	    $(srcdir)/%D%/statements.sql >$@.new && mv -f $@.new $@
gen/dbtest/sql.gen.c: %D%/statements.sql scripts/gen-sql.awk
	@$(MKDIR_P) gen/dbtest
	$(AM_V_GEN)LC_ALL=C $(AWK) -v part=c -f $(srcdir)/scripts/gen-sql.awk \
	    $(srcdir)/%D%/statements.sql >$@.new && mv -f $@.new $@
tests/db/dbtest-dbtest.$(OBJEXT): gen/dbtest/sql.gen.h
gen/dbtest/dbtest-sql.gen.$(OBJEXT): gen/dbtest/sql.gen.h
