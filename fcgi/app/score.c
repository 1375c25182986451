/* SPDX-License-Identifier: MIT */
#include "app/score.h"

#include "base/clock.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const int bounds_ms[SCORE_BUCKETS - 1] = SCORE_BOUNDS;
static const size_t sizes[SCORE_SIZES - 1] = SCORE_BATCHES;

static void *
shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED) {
		perror("tenantry: shared memory");
		abort();
	}
	return p;
}

struct score *
score_open(size_t slots, size_t n)
{
	size_t need = sizeof(struct score) + slots * sizeof(struct slot) +
	    (n + 1) * sizeof(struct tally);
	struct score *s = shared(need);

	s->parent = getpid();
	s->started_us = clock_mono_us();
	s->started = clock_now();
	s->slots = slots;
	s->methods = n;
	s->method = (struct tally *)(s + 1);
	s->slot = (struct slot *)(s->method + n + 1);
	return s;
}

static void
enter(struct slot *s, enum slot_state state)
{
	s->since_us = clock_mono_us();
	s->state = (int)state;
}

void
slot_start(struct slot *s)
{
	s->requests = 0;
	s->method[0] = s->request_id[0] = '\0';
	enter(s, SLOT_STARTING);
}

void
slot_idle(struct slot *s)
{
	enter(s, SLOT_IDLE);
}

static void
copy(char *to, size_t size, const char *text)
{
	size_t n = strnlen(text, size - 1);

	memcpy(to, text, n);
	to[n] = '\0';
}

void
slot_busy(struct slot *s, const char *method, const char *request_id)
{
	copy(s->request_id, sizeof(s->request_id), request_id);
	slot_method(s, method);
	s->requests++;
	enter(s, SLOT_BUSY);
}

void
slot_method(struct slot *s, const char *method)
{
	copy(s->method, sizeof(s->method), method);
}

const char *
slot_state_name(enum slot_state state)
{
	switch (state) {
	case SLOT_FREE:     return "free";
	case SLOT_STARTING: return "starting";
	case SLOT_IDLE:     return "idle";
	case SLOT_BUSY:     return "busy";
	}
	unreachable();
}

void
score_count(struct score *s, size_t method, enum err err, int64_t us)
{
	struct tally *t = &s->method[method];
	size_t i = 0;

	while (i < countof(bounds_ms) && us > bounds_ms[i] * INT64_C(1000))
		i++;
	t->bucket[i]++;
	t->us += us;
	t->by[err]++;
}

void
score_batch(struct score *s, size_t n)
{
	size_t i = 0;

	while (i < countof(sizes) && n > sizes[i])
		i++;
	s->batch[i]++;
	s->batched += (int64_t)n;
}

bool
score_is_reachable(const struct score *s)
{
	struct stat st;

	return s->ino == 0 || (stat(s->path, &st) == 0 &&
	    st.st_dev == s->dev && st.st_ino == s->ino);
}
