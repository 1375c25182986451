# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libjson.a
libjson_a_CPPFLAGS = $(AM_CPPFLAGS) $(YAJL_CFLAGS)
libjson_a_SOURCES = \
	%D%/decode.c \
	%D%/encode.c \
	%D%/json.h \
	%D%/parse.c \
	%D%/sample.c \
	%D%/schema.c \
	%D%/tree.c \
	%D%/write.c
LIBJSON = libjson.a $(LIBRECORD) $(YAJL_LIBS)
