/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LATEST	253402300799	/* the last second of the year 9999 */

static int64_t
offset_ms(void)
{
	static int64_t offset;
	static bool known;

	if (!known) {
		const char *s = getenv("TENANTRY_CLOCK_OFFSET");

		offset = s == NULL ? 0 : strtoll(s, NULL, 10) * 1000;
		known = true;
	}
	return offset;
}

int64_t
clock_now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + offset_ms();
}

int64_t
clock_now(void)
{
	return clock_now_ms() / 1000;
}

int64_t
clock_mono_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static char *
put_pair(char *at, int n, char behind)
{
	*at++ = (char)('0' + n / 10 % 10);
	*at++ = (char)('0' + n % 10);
	*at++ = behind;
	return at;
}

/* By hand: a page of a list holds hundreds of them. */
void
clock_write(int64_t t, char out[CLOCK_TEXT + 1])
{
	time_t seconds = (time_t)t;
	char *at = out;
	struct tm tm;

	(void)gmtime_r(&seconds, &tm);
	at = put_pair(at, (tm.tm_year + 1900) / 100, '\0') - 1;
	at = put_pair(at, (tm.tm_year + 1900) % 100, '-');
	at = put_pair(at, tm.tm_mon + 1, '-');
	at = put_pair(at, tm.tm_mday, 'T');
	at = put_pair(at, tm.tm_hour, ':');
	at = put_pair(at, tm.tm_min, ':');
	*put_pair(at, tm.tm_sec, 'Z') = '\0';
}

const char *
clock_format(struct arena *a, int64_t t)
{
	char *text = arena_alloc(a, CLOCK_TEXT + 1);

	clock_write(t, text);
	return text;
}

/* The year starts in March here, so that the leap day is its last. */
int64_t
clock_days(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return (int64_t)era * 146097 + of_era * 365 + of_era / 4 -
	    of_era / 100 + of_year - 719468;
}

static bool
digits(const char **s, int count, int *out)
{
	int n = 0;

	for (int i = 0; i < count; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		n = n * 10 + (**s - '0');
	}
	*out = n;
	return true;
}

static bool
literal(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool
parse_zone(const char **s, int *minutes)
{
	int sign = **s == '-' ? -1 : 1;
	int h, m;

	*minutes = 0;
	if (**s == 'Z' || **s == 'z') {
		(*s)++;
		return true;
	}
	if (**s != '+' && **s != '-')
		return false;
	(*s)++;
	if (!digits(s, 2, &h) || !literal(s, ':') || !digits(s, 2, &m) ||
	    h > 23 || m > 59)
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

static bool
is_date(int y, int m, int d)
{
	static const int of[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return y >= 1970 && m >= 1 && m <= 12 && d >= 1 && d <= of[m - 1] &&
	    (m != 2 || d <= (leap ? 29 : 28));
}

bool
clock_parse(const char *s, int64_t *out)
{
	int y, mo, d, h, mi, sec, zone;
	int64_t t;

	if (!digits(&s, 4, &y) || !literal(&s, '-') || !digits(&s, 2, &mo) ||
	    !literal(&s, '-') || !digits(&s, 2, &d))
		return false;
	if (!literal(&s, 'T') && !literal(&s, 't'))
		return false;
	if (!digits(&s, 2, &h) || !literal(&s, ':') || !digits(&s, 2, &mi) ||
	    !literal(&s, ':') || !digits(&s, 2, &sec))
		return false;
	if (literal(&s, '.')) {
		if (*s < '0' || *s > '9')
			return false;
		s += strspn(s, "0123456789");
	}
	if (!parse_zone(&s, &zone) || *s != '\0' || !is_date(y, mo, d) ||
	    h > 23 || mi > 59 || sec > 60)
		return false;
	t = clock_days(y, mo, d) * 86400 + h * 3600 + mi * 60 + sec -
	    (int64_t)zone * 60;
	if (t < 0 || t > LATEST)
		return false;
	*out = t;
	return true;
}
