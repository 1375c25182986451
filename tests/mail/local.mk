# SPDX-License-Identifier: MIT
check_PROGRAMS += relay_driver
relay_driver_SOURCES = %D%/relay_driver.c
relay_driver_LDADD = $(LIBMAIL)
EXTRA_DIST += %D%/relay.py %D%/test_relay.py
