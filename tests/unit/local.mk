# SPDX-License-Identifier: MIT
# One program per file of lib/ that has logic; each links its own layer and
# nothing above it, so that an upward call is an undefined symbol.
UNIT_TESTS =
UNIT_LIBS = $(CMOCKA_LIBS)
EXTRA_DIST += %D%/unit.h

UNIT_TESTS += test_arena
test_arena_SOURCES = %D%/test_arena.c
test_arena_LDADD = $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_catalog
test_catalog_SOURCES = %D%/test_catalog.c
test_catalog_LDADD = $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_id
test_id_SOURCES = %D%/test_id.c
test_id_LDADD = $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_clock
test_clock_SOURCES = %D%/test_clock.c
test_clock_LDADD = $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_log
test_log_SOURCES = %D%/test_log.c
test_log_LDADD = $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_check
test_check_SOURCES = %D%/test_check.c
test_check_LDADD = $(LIBRECORD) $(UNIT_LIBS)

UNIT_TESTS += test_utf8
test_utf8_SOURCES = %D%/test_utf8.c
test_utf8_LDADD = $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_json_parse
test_json_parse_SOURCES = %D%/test_json_parse.c
test_json_parse_LDADD = $(LIBJSON) $(UNIT_LIBS)

UNIT_TESTS += test_json_write
test_json_write_SOURCES = %D%/test_json_write.c
test_json_write_LDADD = $(LIBJSON) $(UNIT_LIBS)

UNIT_TESTS += test_json_decode
test_json_decode_SOURCES = %D%/test_json_decode.c
test_json_decode_LDADD = $(LIBJSON) $(UNIT_LIBS)

UNIT_TESTS += test_json_schema
test_json_schema_SOURCES = %D%/test_json_schema.c
test_json_schema_LDADD = $(LIBJSON) $(UNIT_LIBS)

UNIT_TESTS += test_password
test_password_SOURCES = %D%/test_password.c
test_password_LDADD = $(LIBCRYPT) $(UNIT_LIBS)

UNIT_TESTS += test_token
test_token_SOURCES = %D%/test_token.c
test_token_LDADD = $(LIBCRYPT) $(UNIT_LIBS)

UNIT_TESTS += test_totp
test_totp_SOURCES = %D%/test_totp.c
test_totp_LDADD = $(LIBCRYPT) $(UNIT_LIBS)

UNIT_TESTS += test_seal
test_seal_SOURCES = %D%/test_seal.c
test_seal_LDADD = $(LIBCRYPT) $(UNIT_LIBS)

UNIT_TESTS += test_keyring
test_keyring_SOURCES = %D%/test_keyring.c
test_keyring_LDADD = $(LIBCRYPT) $(UNIT_LIBS)

UNIT_TESTS += test_rpc
test_rpc_SOURCES = %D%/test_rpc.c
test_rpc_LDADD = $(LIBRPC) libjson.a libcrypt.a $(LIBDB) $(YAJL_LIBS) \
	$(SODIUM_LIBS) $(CRYPTO_LIBS) $(UNIT_LIBS)

UNIT_TESTS += test_options
test_options_SOURCES = %D%/test_options.c
test_options_LDADD = libapp.a $(LIBBASE) $(CONFUSE_LIBS) $(UNIT_LIBS)

UNIT_TESTS += test_host
test_host_SOURCES = %D%/test_host.c
test_host_LDADD = libapp.a $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_letter
test_letter_SOURCES = %D%/test_letter.c
test_letter_LDADD = $(LIBMAIL) $(UNIT_LIBS)

UNIT_TESTS += test_message
test_message_SOURCES = %D%/test_message.c
test_message_LDADD = $(LIBMAIL) $(UNIT_LIBS)

UNIT_TESTS += test_confine
test_confine_SOURCES = %D%/test_confine.c
test_confine_LDADD = libapp.a $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_storm
test_storm_SOURCES = %D%/test_storm.c
test_storm_LDADD = libapp.a $(LIBBASE) $(UNIT_LIBS)

UNIT_TESTS += test_csv
test_csv_SOURCES = %D%/test_csv.c
test_csv_LDADD = $(LIBCSV) $(UNIT_LIBS)

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

TESTS += %D%/test_catalogs.sh %D%/test_lint.sh
EXTRA_DIST += %D%/test_catalogs.sh %D%/test_lint.sh
