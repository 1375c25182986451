/* SPDX-License-Identifier: MIT */
#include "crypt/crypt.h"

#include <assert.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	KEY = crypto_kdf_KEYBYTES,
	KEYS_MAX = 64,
	LINE_ROOM = 128,
};
static_assert(KEY == 32, "64 hexadecimal digits a line");

struct key {
	unsigned number;
	unsigned char b[KEY];
};

struct keyring {
	size_t n;
	const struct key *current;
	struct key keys[KEYS_MAX];
};

static const struct key *
find(const struct keyring *k, unsigned number)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->keys[i].number == number)
			return &k->keys[i];
	return NULL;
}

/* NUMBER HEX64; NULL or why not. */
static const char *
add_line(struct keyring *k, const char *line)
{
	struct key *key = &k->keys[k->n];
	unsigned long number;
	const char *end;
	char *hex;
	size_t n;

	number = strtoul(line, &hex, 10);
	if (line[0] < '1' || line[0] > '9' || number > INT32_MAX || *hex != ' ')
		return "a line of the key file does not begin with a number";
	if (sodium_hex2bin(key->b, KEY, hex + 1, strlen(hex + 1), NULL, &n,
	    &end) != 0 || n != KEY || (*end != '\n' && *end != '\0'))
		return "a key of the key file is not 64 hexadecimal digits";
	if (find(k, (unsigned)number) != NULL)
		return "a number stands twice in the key file";
	key->number = (unsigned)number;
	k->n++;
	if (k->current == NULL || key->number > k->current->number)
		k->current = key;
	return NULL;
}

static const char *
read_lines(struct keyring *k, FILE *file)
{
	char line[LINE_ROOM];
	const char *why = NULL;

	while (why == NULL && fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		why = k->n < KEYS_MAX ? add_line(k, line) :
		    "the key file has too many keys";
	}
	sodium_memzero(line, sizeof(line));
	if (why == NULL && ferror(file))
		return "the key file cannot be read";
	if (why == NULL && k->n == 0)
		return "the key file has no key";
	return why;
}

/* The file, if it is a plain one that nobody else can read; unbuffered, so that no
 * copy of the keys stays behind on the heap. */
static FILE *
open_private(const char *path, const char **why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	FILE *file;

	if (fd < 0) {
		*why = "the key file cannot be opened";
		return NULL;
	}
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		*why = "the key file is not a plain file";
	else if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		*why = "the key file can be used by others: chmod 600";
	else if ((file = fdopen(fd, "r")) == NULL)
		*why = "the key file cannot be read";
	else {
		(void)setvbuf(file, NULL, _IONBF, 0);
		return file;
	}
	(void)close(fd);
	return NULL;
}

struct keyring *
keyring_open(const char *path, const char **why)
{
	struct keyring *k;
	FILE *file = open_private(path, why);
	const char *wrong;

	if (file == NULL)
		return NULL;
	k = sodium_malloc(sizeof(*k));
	if (k == NULL) {
		(void)fclose(file);
		*why = "there is no memory to lock the keys in";
		return NULL;
	}
	k->n = 0;
	k->current = NULL;
	wrong = read_lines(k, file);
	(void)fclose(file);
	if (wrong != NULL) {
		sodium_free(k);
		*why = wrong;
		return NULL;
	}
	(void)sodium_mprotect_readonly(k);
	return k;
}

bool
keyring_create(const char *path)
{
	unsigned char raw[KEY];
	char text[2 + KEY * 2 + 1] = "1 ";
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done;

	if (fd < 0)
		return false;
	randombytes_buf(raw, sizeof(raw));
	(void)sodium_bin2hex(text + 2, sizeof(text) - 2, raw, sizeof(raw));
	text[sizeof(text) - 1] = '\n';
	done = write(fd, text, sizeof(text)) == (ssize_t)sizeof(text) &&
	    fsync(fd) == 0;
	sodium_memzero(raw, sizeof(raw));
	sodium_memzero(text, sizeof(text));
	if (close(fd) != 0)
		done = false;
	if (!done)
		(void)unlink(path);
	return done;
}

unsigned
keyring_number(const struct keyring *k, size_t i)
{
	return i < k->n ? k->keys[i].number : 0;
}

unsigned
keyring_current(const struct keyring *k)
{
	return k->current->number;
}

bool
keyring_subkey(const struct keyring *k, unsigned number, const char *purpose,
	       unsigned char out[32])
{
	const struct key *key = find(k, number);
	char context[crypto_kdf_CONTEXTBYTES] = {0};
	size_t n = strlen(purpose);

	assert(n > 0 && n <= sizeof(context));
	if (key == NULL)
		return false;
	memcpy(context, purpose, n);
	(void)crypto_kdf_derive_from_key(out, 32, 1, context, key->b);
	return true;
}
