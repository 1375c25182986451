/* SPDX-License-Identifier: MIT */
/*
 * replay — a fuzz target without a fuzzer: every file of its corpus, once.
 *
 * fuzz_NAME reads $srcdir/tests/fuzz/corpus/NAME, or the files that are named.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define MOST	(1 << 20)	/* bytes of one input */

static int
replay(const char *path)
{
	static uint8_t input[MOST];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL) {
		perror(path);
		return 1;
	}
	n = fread(input, 1, sizeof(input), f);
	(void)fclose(f);
	fprintf(stderr, "%s\n", path);
	return LLVMFuzzerTestOneInput(input, n);
}

static int
replay_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	int failed = 0, seen = 0;

	if (dir == NULL) {
		perror(folder);
		return 1;
	}
	for (struct dirent *e; (e = readdir(dir)) != NULL; ) {
		char path[4096];

		if (e->d_name[0] == '.')
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", folder, e->d_name) >=
		    (int)sizeof(path))
			return 1;
		failed |= replay(path);
		seen++;
	}
	(void)closedir(dir);
	return failed || seen == 0;
}

int
main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir"), *name = strrchr(argv[0], '_');
	char folder[4096];
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i]);
	if (argc > 1)
		return failed;
	(void)snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
	    srcdir == NULL ? "." : srcdir, name == NULL ? argv[0] : name + 1);
	return replay_folder(folder);
}
