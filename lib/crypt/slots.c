/* SPDX-License-Identifier: MIT */
#include "crypt/slots.h"

#include "base/clock.h"
#include "crypt/crypt.h"

#include <assert.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAUSE_US	2000

static int file = -1;
static int slots, places;
static int64_t wait_us;

void
password_slots(unsigned n, unsigned waiting, unsigned wait_ms)
{
	assert(file < 0 && n > 0 && n < 10000 && waiting < 10000);
	file = memfd_create("password_slots", MFD_CLOEXEC);
	if (file < 0) {
		perror("memfd_create");
		abort();
	}
	slots = (int)n;
	places = (int)waiting;
	wait_us = (int64_t)wait_ms * 1000;
}

static bool
lock(int byte, short type)
{
	struct flock l = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = byte,
		.l_len = 1,
	};

	return fcntl(file, F_SETLK, &l) == 0;
}

/* The first byte of [from, from + n) that nobody holds becomes ours. */
static bool
lock_any(int from, int n, int *out)
{
	for (int i = from; i < from + n; i++)
		if (lock(i, F_WRLCK)) {
			*out = i;
			return true;
		}
	return false;
}

bool
slot_take(int *out)
{
	struct timespec pause = {.tv_nsec = PAUSE_US * 1000L};
	int64_t deadline = clock_mono_us() + wait_us;
	bool taken = false;
	int place;

	if (file < 0) {
		*out = -1;
		return true;
	}
	if (lock_any(0, slots, out))
		return true;
	if (!lock_any(slots, places, &place))
		return false;
	while (!taken && clock_mono_us() < deadline) {
		(void)nanosleep(&pause, NULL);
		taken = lock_any(0, slots, out);
	}
	(void)lock(place, F_UNLCK);
	return taken;
}

void
slot_give(int slot)
{
	if (slot >= 0)
		(void)lock(slot, F_UNLCK);
}
