# SPDX-License-Identifier: MIT
noinst_LIBRARIES += librecord.a
librecord_a_SOURCES = \
	%D%/check.c \
	%D%/formats.def \
	%D%/record.c %D%/record.h
LIBRECORD = librecord.a $(LIBBASE)
