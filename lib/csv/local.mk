# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libcsv.a
libcsv_a_CPPFLAGS = $(AM_CPPFLAGS)
libcsv_a_SOURCES = %D%/csv.h %D%/read.c %D%/write.c
LIBCSV = libcsv.a $(LIBBASE)
