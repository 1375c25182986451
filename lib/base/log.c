/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include "base/clock.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MOST_LINE	8192
#define MOST_VALUE	512

static int log_fd = STDERR_FILENO;
static enum log_level least = LOG_INFO_;
static bool to_journal;

/* Whether standard error is still the stream that the journal gave us. */
static bool
is_journal(void)
{
	const char *named = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return named != NULL &&
	    sscanf(named, "%llu:%llu", &device, &inode) == 2 &&
	    fstat(STDERR_FILENO, &st) == 0 &&
	    st.st_dev == device && st.st_ino == inode;
}

bool
log_open(const char *path)
{
	int fd;

	to_journal = (path == NULL || *path == '\0') && is_journal();
	if (path == NULL || *path == '\0')
		return true;
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (fd < 0)
		return false;
	log_fd = fd;
	return true;
}

void
log_level(enum log_level level)
{
	least = level;
}

bool
log_is(enum log_level level)
{
	return level >= least;
}

const char *
log_quote(const char *s)
{
	static char ring[16][MOST_VALUE + 16];
	static unsigned next;
	char *out = ring[next++ % 16];
	size_t n = 0;
	bool text;

	if (s == NULL)
		return "-";
	text = utf8_is_valid(s, strlen(s));
	if (*s != '\0' && text && strcspn(s, " \"\\=\t\r\n") == strlen(s) &&
	    strlen(s) < MOST_VALUE)
		return memcpy(out, s, strlen(s) + 1);
	out[n++] = '"';
	for (; *s != '\0' && n < MOST_VALUE; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\') {
			out[n++] = '\\';
			out[n++] = (char)c;
		} else if (c < 0x20 || c == 0x7f || (c > 0x7f && !text)) {
			n += (size_t)snprintf(out + n, 7, "\\u%04x", c);
		} else {
			out[n++] = (char)c;
		}
	}
	out[n++] = '"';
	out[n] = '\0';
	return out;
}

void
log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	static const char *const priorities[] = {"<7>", "<6>", "<4>", "<3>"};
	char line[MOST_LINE];
	int64_t ms = clock_now_ms();
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;
	va_list args;
	int n;

	if (!log_is(level))
		return;
	(void)gmtime_r(&seconds, &tm);
	n = snprintf(line, sizeof(line),
	    "%sts=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ level=%s event=%s pid=%d ",
	    to_journal ? priorities[level] : "", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
	    (int)(ms % 1000), names[level], event, (int)getpid());
	va_start(args, fmt);
	n += vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, args);
	va_end(args);
	if (n > (int)sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	line[n++] = '\n';
	/* Nobody could be told that the log is full. */
	if (write(log_fd, line, (size_t)n) < 0)
		return;
}
