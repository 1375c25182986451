# SPDX-License-Identifier: MIT
# What scripts/bench measures with; built when it is run.
BENCH = bare bulk hashes
EXTRA_PROGRAMS += bare bulk hashes
EXTRA_DIST += scripts/bench tests/bench

BENCH_CPPFLAGS = -D_GNU_SOURCE $(FCGI_CFLAGS) $(MARIADB_CFLAGS) $(SODIUM_CFLAGS)
bare_CPPFLAGS = $(BENCH_CPPFLAGS)
bare_SOURCES = %D%/bare.c
bare_LDADD = $(FCGI_LIBS) $(MARIADB_LIBS)
bulk_CPPFLAGS = $(BENCH_CPPFLAGS)
bulk_SOURCES = %D%/bulk.c
bulk_LDADD = $(MARIADB_LIBS)
hashes_CPPFLAGS = $(BENCH_CPPFLAGS)
hashes_SOURCES = %D%/hashes.c
hashes_LDADD = $(SODIUM_LIBS)

bench-programs: $(BENCH)
.PHONY: bench-programs
