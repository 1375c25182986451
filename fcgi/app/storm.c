/* SPDX-License-Identifier: MIT */
#include "app/storm.h"

#include <string.h>

#define MS		INT64_C(1000)
#define SECOND		(1000 * MS)
#define SHORT_TIME	(10 * SECOND)
#define CALM		(60 * SECOND)
#define FIRST_DELAY	(200 * MS)
#define MOST_DELAY	(5 * SECOND)

/* One that had answered calls shows that the program works: however it came to
 * die, callers wait for the next one. */
int64_t
storm_delay(struct storm *s, bool useful, int64_t now)
{
	if (useful || (s->deaths > 0 && now - s->death[0] > CALM))
		*s = (struct storm){.deaths = 0};
	if (useful)
		return 0;
	memmove(s->death + 1, s->death, sizeof(s->death) - sizeof(*s->death));
	s->death[0] = now;
	s->deaths++;
	if (s->delay != 0)
		s->delay *= 2;
	else if (s->deaths >= STORM_DEATHS &&
	    now - s->death[STORM_DEATHS - 1] < SHORT_TIME)
		s->delay = FIRST_DELAY;
	if (s->delay > MOST_DELAY)
		s->delay = MOST_DELAY;
	return s->delay;
}
