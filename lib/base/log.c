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
static bool as_json;

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

void
log_json(bool json)
{
	as_json = json;
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
	/* No half of a character. */
	if ((*s & 0xc0) == 0x80) {
		while ((out[n - 1] & 0xc0) == 0x80)
			n--;
		n--;
	}
	out[n++] = '"';
	out[n] = '\0';
	return out;
}

/* ---- a line as an object ---- */

/* As JSON writes numbers; what begins with a zero is the name of something. */
static bool
is_number(const char *s, size_t n)
{
	const char *p = s + (*s == '-');
	size_t whole = strspn(p, "0123456789"), rest;

	if (whole == 0 || (whole > 1 && *p == '0'))
		return false;
	p += whole;
	if (*p == '.') {
		rest = strspn(++p, "0123456789");
		if (rest == 0)
			return false;
		p += rest;
	}
	return (size_t)(p - s) == n;
}

/* The end of a value: of a quoted one behind its last quote. */
static const char *
end_of_value(const char *s)
{
	if (*s != '"')
		return s + strcspn(s, " ");
	for (s++; *s != '\0' && *s != '"'; s++)
		if (*s == '\\' && s[1] != '\0')
			s++;
	return *s == '"' ? s + 1 : s;
}

static char *
put(char *out, const char *s, size_t n)
{
	memcpy(out, s, n);
	return out + n;
}

static char *
put_quoted(char *out, const char *s, size_t n)
{
	*out++ = '"';
	out = put(out, s, n);
	*out++ = '"';
	return out;
}

static char *
put_value(char *out, bool is_id, const char *s, size_t n)
{
	if (n == 1 && *s == '-')
		return put(out, "null", 4);
	if (*s == '"') {	/* as JSON quotes; in a line that was cut it has no end */
		out = put(out, s, n);
		if (n == 1 || s[n - 1] != '"')
			*out++ = '"';
		return out;
	}
	return !is_id && is_number(s, n) ? put(out, s, n) :
	    put_quoted(out, s, n);
}

/* What stands before a = becomes the name of what follows.  OUT has room for three times
 * the line. */
static char *
put_object(char *out, const char *line)
{
	const char *comma = "{";

	for (; *line != '\0'; line += strspn(line, " ")) {
		size_t n = strcspn(line, "= ");
		const char *value = line + n + (line[n] == '=');
		const char *end = end_of_value(value);
		bool is_id = n >= 2 && memcmp(line + n - 2, "id", 2) == 0 &&
		    !(n == 3 && *line == 'p');

		out = put(out, comma, 1);
		out = put_quoted(out, line, n);
		*out++ = ':';
		out = put_value(out, is_id, value, (size_t)(end - value));
		comma = ",";
		line = end;
	}
	*out++ = '}';
	return out;
}

static void
put_line(const char *priority, char *line, size_t n)
{
	static char object[4 * MOST_LINE];
	size_t before = strlen(priority);

	if (as_json) {
		char *end = put_object(put(object, priority, before),
		    line + before);

		n = (size_t)(end - object);
		line = object;
	}
	line[n++] = '\n';
	/* Nobody could be told that the log is full. */
	if (write(log_fd, line, n) < 0)
		return;
}

void
log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	static const char *const priorities[] = {"<7>", "<6>", "<4>", "<3>"};
	const char *priority = to_journal ? priorities[level] : "";
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
	    priority, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec, (int)(ms % 1000), names[level], event,
	    (int)getpid());
	va_start(args, fmt);
	n += vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, args);
	va_end(args);
	if (n > (int)sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	put_line(priority, line, (size_t)n);
}
