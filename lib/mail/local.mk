# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libmail.a
libmail_a_CPPFLAGS = $(AM_CPPFLAGS) $(ESMTP_CFLAGS) $(CRYPTO_CFLAGS) \
	-DBANNED_H_WITH_OPENSSL
libmail_a_SOURCES = \
	%D%/carry.h \
	%D%/carry_sendmail.c \
	%D%/carry_smtp.c \
	%D%/letter.c %D%/letter.h \
	%D%/mail.h \
	%D%/message.c \
	%D%/probe.c \
	%D%/relay.c
LIBMAIL = libmail.a $(LIBBASE) $(ESMTP_LIBS) $(CRYPTO_LIBS) -lm
