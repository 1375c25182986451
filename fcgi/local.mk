# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libapp.a
libapp_a_CPPFLAGS = $(AM_CPPFLAGS) $(CONFUSE_CFLAGS) $(FCGI_CFLAGS)
libapp_a_SOURCES = \
	%D%/app/options.c %D%/app/options.def %D%/app/options.h
