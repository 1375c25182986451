/* SPDX-License-Identifier: MIT */
/*
 * log — one line per event, logfmt or JSON: fields, not prose.
 *
 * A line is written with one write(2) to standard error or to the file that was
 * opened; a full disk loses the line, never the call.  Where standard error is
 * the journal's, each line begins with its priority: <3> to <7>.  Secrets and
 * addresses of people do not belong here.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARN_, LOG_ERROR_ };

/* PATH NULL or empty: standard error.  False if it cannot be opened. */
bool log_open(const char *path) MUST_USE;
void log_level(enum log_level);
void log_json(bool);	/* from here on a line is an object */
bool log_is(enum log_level);

/* log_event(LOG_INFO_, "call", "method=%s ms=%lld", ...).  FMT makes the fields;
 * text that may hold spaces or quotes goes through log_quote. */
void log_event(enum log_level, const char *event, const char *fmt, ...)
    PRINTF(3, 4);

/* The text as a logfmt value, quoted and escaped where it must be, cut at 512 bytes; what
 * is no UTF-8 is escaped byte by byte.  Valid until the sixteenth later call. */
const char *log_quote(const char *);

#endif
