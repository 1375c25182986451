# SPDX-License-Identifier: MIT
noinst_LIBRARIES += librpc.a
librpc_a_CPPFLAGS = $(AM_CPPFLAGS)
librpc_a_SOURCES = \
	%D%/call.c %D%/call.h \
	%D%/discover.c \
	%D%/dispatch.c \
	%D%/envelope.c \
	%D%/error.c \
	%D%/http.c %D%/http.h \
	%D%/idempotency.c %D%/idempotency.h \
	%D%/method.c %D%/method.h \
	%D%/print.c \
	%D%/rest.c \
	%D%/rpc.h \
	%D%/types.c
LIBRPC = librpc.a
