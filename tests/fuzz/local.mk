# SPDX-License-Identifier: MIT
# Each target runs over its corpus in make check, without a fuzzer.
#	make fuzz F=json [T=seconds]
# builds it with clang and libFuzzer below build/fuzz and lets it search; what it
# finds is left there, and belongs into corpus/ once it is understood.  libFuzzer
# brings a main of its own, so that of replay.c stays in its archive then.
FUZZ_TARGETS =
EXTRA_DIST += %D%/corpus

check_LIBRARIES = libreplay.a
libreplay_a_SOURCES = %D%/replay.c

FUZZ_TARGETS += fuzz_json
fuzz_json_SOURCES = %D%/fuzz_json.c
fuzz_json_LDADD = $(LIBJSON) libreplay.a

FUZZ_TARGETS += fuzz_message
fuzz_message_SOURCES = %D%/fuzz_message.c
fuzz_message_LDADD = $(LIBMAIL) libreplay.a

FUZZ_TARGETS += fuzz_csv
fuzz_csv_SOURCES = %D%/fuzz_csv.c
fuzz_csv_LDADD = $(LIBCSV) libreplay.a

# Of the program itself, all but its main.
FUZZ_TARGETS += fuzz_front fuzz_http fuzz_text
fuzz_front_SOURCES = %D%/fuzz_front.c
fuzz_front_LDADD = $(tenantry_LDADD) libreplay.a
fuzz_http_SOURCES = %D%/fuzz_http.c
fuzz_http_LDADD = $(tenantry_LDADD) libreplay.a
fuzz_text_SOURCES = %D%/fuzz_text.c
fuzz_text_LDADD = $(tenantry_LDADD) libreplay.a

check_PROGRAMS += $(FUZZ_TARGETS)
TESTS += $(FUZZ_TARGETS)

.PHONY: fuzz
fuzz:
	@test -n "$(F)" || { echo "usage: make fuzz F=NAME [T=seconds]"; exit 1; }
	@mkdir -p fuzz/found/$(F)
	@cd fuzz && { test -f Makefile || $(abs_top_srcdir)/configure -q \
		--enable-sanitizers CC=clang CFLAGS="-g -O1 -fsanitize=fuzzer-no-link"; }
	@cd fuzz && $(MAKE) -s $(BUILT_SOURCES)
	@cd fuzz && $(MAKE) -s LDFLAGS=-fsanitize=fuzzer fuzz_$(F)
	cd fuzz && ./fuzz_$(F) -max_total_time=$${T:-60} -timeout=5 \
		-artifact_prefix=found/ found/$(F) $(abs_top_srcdir)/tests/fuzz/corpus/$(F)
