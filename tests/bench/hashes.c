/* SPDX-License-Identifier: MIT */
/*
 * hashes — how many passwords a second this machine hashes.
 *
 *	hashes PROCESSES SECONDS MEMORY-KIB PASSES
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Hashes a second of one process. */
static double
work(double seconds, size_t memory, unsigned long long passes)
{
	unsigned char salt[crypto_pwhash_SALTBYTES] = {0}, out[32];
	double start = now();
	int n = 0;

	for (; now() - start < seconds; n++)
		if (crypto_pwhash(out, sizeof(out), "correct horse", 13, salt,
		    passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
			errx(1, "no memory");
	return n / (now() - start);
}

int
main(int argc, char **argv)
{
	double rate, sum = 0;
	int pipes[2];

	if (argc != 5 || sodium_init() < 0 || pipe(pipes) != 0)
		errx(2, "usage: hashes PROCESSES SECONDS MEMORY-KIB PASSES");
	for (int i = atoi(argv[1]); i > 0; i--)
		if (fork() == 0) {
			rate = work(atof(argv[2]), (size_t)atoi(argv[3]) * 1024,
			    (unsigned long long)atoi(argv[4]));
			_exit(write(pipes[1], &rate, sizeof(rate)) < 0);
		}
	close(pipes[1]);
	while (read(pipes[0], &rate, sizeof(rate)) == sizeof(rate))
		sum += rate;
	printf("%.1f\n", sum);
	return 0;
}
