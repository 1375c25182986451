# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libbase.a
libbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS)
libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h \
	%D%/attr.h %D%/banned.h \
	%D%/buf.c %D%/buf.h \
	%D%/catalog.c %D%/catalog.h %D%/compiled.h \
	%D%/clock.c %D%/clock.h \
	%D%/ctx.c %D%/ctx.h \
	%D%/errors.def \
	%D%/id.c %D%/id.h \
	%D%/log.c %D%/log.h \
	%D%/meter.h \
	%D%/utf8.c %D%/utf8.h
nodist_libbase_a_SOURCES = gen/catalogs.gen.c
LIBBASE = libbase.a $(UTF8PROC_LIBS)

# A language is shipped when it stands here.
CATALOGS = lib/po/de.po lib/po/es.po lib/po/fr.po
gen/catalogs.gen.c: $(CATALOGS) scripts/gen-catalogs
	$(AM_V_GEN)$(MKDIR_P) gen && cd $(srcdir) && \
	    MSGFMT='$(MSGFMT)' scripts/gen-catalogs $(CATALOGS) \
	    >$(abs_builddir)/$@.new && mv -f $(abs_builddir)/$@.new \
	    $(abs_builddir)/$@
BUILT_SOURCES += gen/catalogs.gen.c
CLEANFILES += gen/catalogs.gen.c
EXTRA_DIST += $(CATALOGS) lib/po/tenantry.pot scripts/gen-catalogs \
	scripts/update-po
