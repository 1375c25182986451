# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libcrypt.a
libcrypt_a_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
libcrypt_a_SOURCES = \
	%D%/crypt.c %D%/crypt.h \
	%D%/encode.c \
	%D%/keyring.c \
	%D%/password.c \
	%D%/seal.c \
	%D%/slots.c %D%/slots.h \
	%D%/token.c
LIBCRYPT = libcrypt.a $(LIBBASE) $(SODIUM_LIBS)
