/* SPDX-License-Identifier: MIT */
#include "app/confine.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>

#define MOST_FILES	64

/* AddressSanitizer maps terabytes, and looks for leaks from a process of its
 * own. */
#ifdef TENANTRY_ASAN
#define WATCHED	true
#else
#define WATCHED	false
#endif

#if defined(__x86_64__)
#define ARCH	AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH	AUDIT_ARCH_AARCH64
#endif

static void
limit(int resource, size_t most)
{
	const struct rlimit l = {most, most};

	(void)setrlimit(resource, &l);
}

#ifdef ARCH
#define WORD(MEMBER)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,		\
	offsetof(struct seccomp_data, MEMBER))
#define REFUSE		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define DIE		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define ALLOW		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define UNLESS(VALUE)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (VALUE), 0, 1)
#define NEVER(NAME)	UNLESS(__NR_##NAME), REFUSE

static void
filter_calls(void)
{
	static const struct sock_filter filter[] = {
		WORD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		DIE,
		WORD(nr),
#ifdef __x86_64__
		/* The numbers of x32 would be a way around. */
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
		DIE,
		NEVER(fork),
		NEVER(vfork),
#endif
		NEVER(clone),
		NEVER(clone3),
		NEVER(execve),
		NEVER(execveat),
		NEVER(ptrace),
		NEVER(process_vm_readv),
		NEVER(process_vm_writev),
		NEVER(unshare),
		NEVER(setns),
		NEVER(mount),
		NEVER(umount2),
		NEVER(pivot_root),
		NEVER(chroot),
		NEVER(bpf),
		NEVER(perf_event_open),
		NEVER(userfaultfd),
		NEVER(add_key),
		NEVER(request_key),
		NEVER(keyctl),
		NEVER(init_module),
		NEVER(finit_module),
		NEVER(io_uring_setup),
		NEVER(bind),
		NEVER(listen),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 1, 0),
		ALLOW,
		WORD(args[0]),
		UNLESS(AF_UNIX), ALLOW,
		UNLESS(AF_INET), ALLOW,
		UNLESS(AF_INET6), ALLOW,
		/* The resolver asks the kernel for addresses. */
		UNLESS(AF_NETLINK), ALLOW,
		REFUSE,
	};
	const struct sock_fprog program = {
		.len = countof(filter),
		.filter = (struct sock_filter *)(uintptr_t)filter,
	};

	/* For all threads that there are. */
	(void)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &program);
}
#else
static void
filter_calls(void)
{
}
#endif

/* No rule follows, so that what is named here is allowed nowhere. */
static void
forbid_writing(void)
{
	const struct landlock_ruleset_attr attr = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE |
		    LANDLOCK_ACCESS_FS_WRITE_FILE |
		    LANDLOCK_ACCESS_FS_REMOVE_DIR |
		    LANDLOCK_ACCESS_FS_REMOVE_FILE |
		    LANDLOCK_ACCESS_FS_MAKE_CHAR |
		    LANDLOCK_ACCESS_FS_MAKE_DIR |
		    LANDLOCK_ACCESS_FS_MAKE_REG |
		    LANDLOCK_ACCESS_FS_MAKE_SOCK |
		    LANDLOCK_ACCESS_FS_MAKE_FIFO |
		    LANDLOCK_ACCESS_FS_MAKE_BLOCK |
		    LANDLOCK_ACCESS_FS_MAKE_SYM,
	};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &attr,
	    sizeof(attr), 0);

	if (fd < 0)
		return;
	(void)syscall(SYS_landlock_restrict_self, fd, 0);
	(void)close(fd);
}

void
confine_reach(size_t memory)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, MOST_FILES);
	if (!WATCHED)
		limit(RLIMIT_AS, memory);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		forbid_writing();
}

void
confine_calls(void)
{
	if (!WATCHED)
		filter_calls();
}

void
confine(size_t memory)
{
	confine_reach(memory);
	confine_calls();
}
