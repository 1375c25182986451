/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "base/clock.h"
#include "crypt/crypt.h"
#include "crypt/slots.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct password_cost cheap = {.memory_kib = 64, .passes = 1};

/* Made by an independent program: libsodium's own crypto_pwhash_str. */
static const char foreign[] =
    "$argon2id$v=19$m=64,t=1,p=1$6aqh6v8c5gbSraOgmYww8A"
    "$F6s3tAcC08nw+ylf/D0ZBz6/TxcU2LbP2jIclLYc+iA";

static bool
is_right(struct ctx *c, const char *hash, const char *password)
{
	bool right;

	assert_true(password_verify(c, &cheap, hash, password, &right));
	return right;
}

static void
a_password_is_known_again_and_another_is_not(void **state)
{
	struct ctx *c = *state;
	const char *hash;

	assert_true(password_hash(c, &cheap, "correct horse", &hash));
	assert_memory_equal(hash, "$argon2id$v=19$m=64,t=1,p=1$", 28);
	assert_true(is_right(c, hash, "correct horse"));
	assert_false(is_right(c, hash, "correct horsf"));
	assert_false(is_right(c, hash, "correct horse "));
	assert_false(is_right(c, hash, ""));
}

static void
hashes_of_other_programs_are_understood(void **state)
{
	struct ctx *c = *state;

	assert_true(is_right(c, foreign, "Grüße aus Zürich"));
	assert_false(is_right(c, foreign, "Gruesse aus Zuerich"));
}

static void
the_same_password_never_has_the_same_hash(void **state)
{
	struct ctx *c = *state;
	const char *one, *other;

	assert_true(password_hash(c, &cheap, "twice", &one));
	assert_true(password_hash(c, &cheap, "twice", &other));
	assert_string_not_equal(one, other);
}

static void
without_a_hash_nothing_is_right(void **state)
{
	assert_false(is_right(*state, NULL, "anything"));
}

static void
an_unreadable_hash_is_an_internal_error(void **state)
{
	static const char *const wrong[] = {
		"", "x", "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
		"$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
		"$argon2id$v=19$m=064,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=-4,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
	};
	struct ctx *c = *state;
	bool right;

	for (size_t i = 0; i < countof(wrong); i++) {
		assert_false(password_verify(c, &cheap, wrong[i], "x", &right));
		assert_failed(c, E_internal);
	}
}

static void
a_hash_that_would_eat_the_host_is_refused(void **state)
{
	static const char *const greedy[] = {
		"m=262145,t=1", "m=4294967295,t=1", "m=64,t=65", "m=7,t=1",
	};
	struct ctx *c = *state;
	bool right;

	for (size_t i = 0; i < countof(greedy); i++) {
		const char *hash = arena_printf(c->arena,
		    "$argon2id$v=19$%s,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
		    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		    greedy[i]);

		assert_false(password_verify(c, &cheap, hash, "x", &right));
		assert_failed(c, E_internal);
	}
}

static void
a_hash_is_weaker_than_a_higher_cost(void **state)
{
	struct ctx *c = *state;
	const char *hash;

	assert_true(password_hash(c, &cheap, "x", &hash));
	assert_false(password_is_weaker(hash, &cheap));
	assert_true(password_is_weaker(hash, &(struct password_cost){65, 1}));
	assert_true(password_is_weaker(hash, &(struct password_cost){64, 2}));
	assert_false(password_is_weaker(hash, &(struct password_cost){8, 1}));
	assert_true(password_is_weaker("what is this", &cheap));
}

static long
address_space(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long pages = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%ld", &pages), 1);
	(void)fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

/* In a child with room for 8 MiB more; 0 if both calls were busy. */
static int
verify_without_memory(struct ctx *c, const char *hash)
{
	rlim_t room = (rlim_t)address_space() + (8 << 20);
	struct password_cost dear = {.memory_kib = 64 * 1024, .passes = 1};
	struct error e;
	const char *out;
	bool right;

	if (setrlimit(RLIMIT_AS, &(struct rlimit){room, room}) != 0)
		return 1;
	if (password_verify(c, &dear, hash, "right", &right))
		return 2;
	err_take(c, &e);
	if (e.code != E_busy || password_hash(c, &dear, "right", &out))
		return 3;
	return c->err.code == E_busy ? 0 : 4;
}

static void
want_of_memory_is_busy_and_never_a_wrong_password(void **state)
{
	struct password_cost dear = {.memory_kib = 64 * 1024, .passes = 1};
	struct ctx *c = *state;
	const char *hash;
	int status;
	pid_t child;

	assert_true(password_hash(c, &dear, "right", &hash));
	child = fork();
	if (child == 0)
		_exit(verify_without_memory(c, hash));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* A child that holds the only slot for so long; returns when it does. */
static pid_t
holder(unsigned ms)
{
	int ready[2], slot;
	pid_t child;
	char byte;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		if (!slot_take(&slot) || write(ready[1], "x", 1) != 1)
			_exit(1);
		(void)usleep(ms * 1000);
		slot_give(slot);
		(void)pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	(void)close(ready[0]);
	(void)close(ready[1]);
	return child;
}

static void
end(pid_t child)
{
	(void)kill(child, SIGKILL);
	(void)waitpid(child, NULL, 0);
}

static void
who_finds_no_slot_in_time_is_told_busy(void **state)
{
	struct ctx *c = *state;
	pid_t child = holder(60000);
	int64_t start = clock_mono_us();
	const char *hash;

	assert_false(password_hash(c, &cheap, "x", &hash));
	assert_int_equal(c->err.retry_after, 1);
	assert_failed(c, E_busy);
	assert_in_range((clock_mono_us() - start) / 1000, 300, 5000);
	end(child);
}

static void
a_slot_that_comes_free_in_time_is_taken(void **state)
{
	struct ctx *c = *state;
	pid_t child = holder(50);
	const char *hash;

	assert_true(password_hash(c, &cheap, "x", &hash));
	end(child);
}

static void
the_slot_of_a_killed_process_is_free_again(void **state)
{
	struct ctx *c = *state;
	const char *hash;

	for (int i = 0; i < 3; i++) {
		end(holder(60000));
		assert_true(password_hash(c, &cheap, "x", &hash));
	}
}

/* A child that waits for the slot; its status says whether it got one. */
static pid_t
waiter(void)
{
	pid_t child = fork();
	int slot;

	if (child == 0)
		_exit(slot_take(&slot) ? 0 : 1);
	return child;
}

static void
a_full_queue_is_busy_at_once(void **state)
{
	pid_t child = holder(60000), first = waiter(), second = waiter();
	int64_t start;
	int slot;

	(void)state;
	(void)usleep(100000);
	start = clock_mono_us();
	assert_false(slot_take(&slot));
	assert_in_range((clock_mono_us() - start) / 1000, 0, 150);
	end(first);
	end(second);
	end(child);
}

static void
who_has_a_turn_computes_without_waiting_again(void **state)
{
	struct ctx *c = *state;
	const char *hash;
	int slot;

	assert_true(password_turn_begin(c));
	assert_true(password_hash(c, &cheap, "turn", &hash));
	assert_true(is_right(c, hash, "turn"));
	password_turn_end();
	assert_true(slot_take(&slot));
	slot_give(slot);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_password_is_known_again_and_another_is_not),
		UNIT(hashes_of_other_programs_are_understood),
		UNIT(the_same_password_never_has_the_same_hash),
		UNIT(without_a_hash_nothing_is_right),
		UNIT(an_unreadable_hash_is_an_internal_error),
		UNIT(a_hash_that_would_eat_the_host_is_refused),
		UNIT(a_hash_is_weaker_than_a_higher_cost),
		UNIT(want_of_memory_is_busy_and_never_a_wrong_password),
		UNIT(who_finds_no_slot_in_time_is_told_busy),
		UNIT(a_slot_that_comes_free_in_time_is_taken),
		UNIT(the_slot_of_a_killed_process_is_free_again),
		UNIT(a_full_queue_is_busy_at_once),
		UNIT(who_has_a_turn_computes_without_waiting_again),
	};

	crypt_init();
	password_slots(1, 2, 300);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
