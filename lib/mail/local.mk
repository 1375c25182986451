# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libmail.a
libmail_a_CPPFLAGS = $(AM_CPPFLAGS) $(ESMTP_CFLAGS) $(CRYPTO_CFLAGS)
libmail_a_SOURCES = \
	%D%/mail.h \
	%D%/letter.c %D%/letter.h \
	%D%/message.c
LIBMAIL = libmail.a $(LIBBASE) $(ESMTP_LIBS) $(CRYPTO_LIBS)
