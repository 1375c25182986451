# SPDX-License-Identifier: MIT
noinst_LIBRARIES += libcrypt.a
libcrypt_a_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS) $(CRYPTO_CFLAGS) \
	$(QRCODEGEN_CFLAGS)
libcrypt_a_SOURCES = \
	%D%/crypt.c %D%/crypt.h \
	%D%/encode.c \
	%D%/jwt.c %D%/jwt.h \
	%D%/keyring.c \
	%D%/password.c \
	%D%/patient.c %D%/patient.h \
	%D%/qr.c %D%/qr.h \
	%D%/seal.c \
	%D%/slots.c %D%/slots.h \
	%D%/token.c \
	%D%/totp.c %D%/totp.h
LIBCRYPT = libcrypt.a $(LIBBASE) $(SODIUM_LIBS) $(CRYPTO_LIBS) \
	$(QRCODEGEN_LIBS)
