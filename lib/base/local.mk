# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libbase.a
libbase_a_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS)
libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h \
	%D%/attr.h %D%/banned.h \
	%D%/buf.c %D%/buf.h \
	%D%/clock.c %D%/clock.h \
	%D%/ctx.c %D%/ctx.h \
	%D%/errors.def \
	%D%/id.c %D%/id.h \
	%D%/log.c %D%/log.h \
	%D%/utf8.c %D%/utf8.h
LIBBASE = libbase.a $(UTF8PROC_LIBS)
