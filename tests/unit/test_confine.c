/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "app/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ENOUGH	((size_t)64 * 1024 * 1024 * 1024)

/* What TRY answers in a confined process; 100 and more: it was ended. */
static int
confined(int (*try)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		confine(ENOUGH);
		_exit(try());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static int
errno_of(long rc)
{
	return rc < 0 ? errno : 0;
}

static int
execute(void)
{
	return errno_of(execl("/bin/true", "true", NULL));
}

static int
make_a_process(void)
{
	return errno_of(fork());
}

static int
trace(void)
{
	return errno_of(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int
open_raw_socket(void)
{
	return errno_of(socket(AF_PACKET, SOCK_RAW, 0));
}

static int
open_listener(void)
{
	return errno_of(listen(socket(AF_INET, SOCK_STREAM, 0), 1));
}

static int
write_file(void)
{
	return errno_of(open("confine-was-here", O_WRONLY | O_CREAT, 0600));
}

static int
write_null(void)
{
	return errno_of(open("/dev/null", O_WRONLY));
}

static int
dump_core(void)
{
	abort();
}

static int
open_database_socket(void)
{
	return errno_of(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
read_file(void)
{
	return errno_of(open("/proc/self/status", O_RDONLY));
}

static int
write_open_file(void)
{
	return errno_of(write(STDERR_FILENO, "", 0));
}

static void
it_starts_nothing_and_traces_nobody(void **state)
{
	(void)state;
#ifdef TENANTRY_ASAN
	skip();
#endif
	assert_true(confined(execute) == EPERM || confined(execute) == EACCES);
	assert_int_equal(confined(make_a_process), EPERM);
	assert_int_equal(confined(trace), EPERM);
}

static void
it_opens_no_socket_but_those_of_a_client(void **state)
{
	(void)state;
#ifdef TENANTRY_ASAN
	skip();
#endif
	assert_int_equal(confined(open_raw_socket), EPERM);
	assert_int_equal(confined(open_listener), EPERM);
	assert_int_equal(confined(open_database_socket), 0);
}

/* Only where the kernel has Landlock. */
static void
it_opens_no_file_for_writing(void **state)
{
	(void)state;
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1U) < 1)
		skip();
	assert_int_equal(confined(write_file), EACCES);
	assert_int_equal(confined(write_null), EACCES);
}

static void
it_still_reads_and_logs(void **state)
{
	(void)state;
	assert_int_equal(confined(read_file), 0);
	assert_int_equal(confined(write_open_file), 0);
}

static void
it_leaves_no_core(void **state)
{
	(void)state;
	assert_int_equal(confined(dump_core), 100 + SIGABRT);
	assert_int_not_equal(access("core", F_OK), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(it_starts_nothing_and_traces_nobody),
		UNIT(it_opens_no_socket_but_those_of_a_client),
		UNIT(it_opens_no_file_for_writing),
		UNIT(it_still_reads_and_logs),
		UNIT(it_leaves_no_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
