/* SPDX-License-Identifier: MIT */
#include "unit.h"

#include "crypt/crypt.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_A	"000102030405060708090a0b0c0d0e0f" \
		"101112131415161718191a1b1c1d1e1f"
#define HEX_B	"ff0102030405060708090a0b0c0d0e0f" \
		"101112131415161718191a1b1c1d1e1f"

/* A name for a file that is not there yet, in a folder of our own. */
static const char *
fresh_path(struct ctx *c)
{
	char *folder = arena_printf(c->arena, "%s/keyring.XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");

	assert_non_null(mkdtemp(folder));
	return arena_printf(c->arena, "%s/keys", folder);
}

static void
clean(struct ctx *c, const char *path)
{
	(void)unlink(path);
	(void)rmdir(arena_printf(c->arena, "%.*s", (int)strlen(path) - 5, path));
}

static struct keyring *
open_text(struct ctx *c, const char *text, mode_t mode, const char **why)
{
	const char *path = fresh_path(c);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	struct keyring *k;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
	k = keyring_open(path, why);
	clean(c, path);
	return k;
}

static const char *
subkey(struct ctx *c, const struct keyring *k, unsigned n, const char *purpose)
{
	unsigned char out[32];

	assert_true(keyring_subkey(k, n, purpose, out));
	return hex_encode(c->arena, (struct bytes){out, sizeof(out)});
}

static void
a_new_file_has_one_key_that_only_we_can_read(void **state)
{
	struct ctx *c = *state;
	const char *path = fresh_path(c), *why = NULL;
	struct keyring *k;
	struct stat st;

	assert_true(keyring_create(path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	k = keyring_open(path, &why);
	assert_non_null(k);
	assert_null(why);
	assert_int_equal(keyring_current(k), 1);
	clean(c, path);
}

static void
an_existing_file_is_never_replaced(void **state)
{
	struct ctx *c = *state;
	const char *path = fresh_path(c);

	assert_true(keyring_create(path));
	assert_false(keyring_create(path));
	clean(c, path);
	assert_false(keyring_create("/nowhere/at/all"));
}

static void
the_highest_number_is_the_current_key(void **state)
{
	struct ctx *c = *state;
	const char *why;
	struct keyring *k = open_text(c, "# ours\n3 " HEX_A "\n\n12 " HEX_B
	    "\n7 " HEX_A, 0400, &why);
	unsigned char out[32];

	assert_non_null(k);
	assert_int_equal(keyring_current(k), 12);
	assert_string_equal(subkey(c, k, 3, "totp"), subkey(c, k, 7, "totp"));
	assert_string_not_equal(subkey(c, k, 3, "totp"), subkey(c, k, 12, "totp"));
	assert_false(keyring_subkey(k, 4, "totp", out));
}

static void
each_purpose_has_its_own_key(void **state)
{
	struct ctx *c = *state;
	const char *why;
	struct keyring *k = open_text(c, "1 " HEX_A "\n", 0600, &why);

	assert_non_null(k);
	assert_string_equal(subkey(c, k, 1, "totp"),
	    "957cda48c912b3bdfa23c56c07df6bfc0fe8ef3b99b8278b4e0525d5e598a48b");
	assert_string_not_equal(subkey(c, k, 1, "totp"), subkey(c, k, 1, "audit"));
	assert_string_not_equal(subkey(c, k, 1, "totp"), HEX_A);
	assert_string_not_equal(subkey(c, k, 1, "12345678"),
	    subkey(c, k, 1, "1234567"));
}

static void
a_file_that_others_can_use_is_refused(void **state)
{
	static const mode_t modes[] = {0640, 0604, 0610, 0666};
	const char *why = NULL;

	for (size_t i = 0; i < countof(modes); i++)
		assert_null(open_text(*state, "1 " HEX_A "\n", modes[i], &why));
	assert_string_equal(why, "the key file can be used by others: chmod 600");
}

static void
a_malformed_file_is_refused_with_the_reason(void **state)
{
	static const char *const wrong[] = {
		"", "# nothing\n", HEX_A "\n", "0 " HEX_A "\n", "-1 " HEX_A "\n",
		"1 " HEX_A "00\n", "1 zz\n", "1 \n", "1 " HEX_A " \n",
		"1 " HEX_A "\r\n", "1 " HEX_A "\n1 " HEX_B "\n",
		"99999999999999999999 " HEX_A "\n",
	};

	for (size_t i = 0; i < countof(wrong); i++) {
		const char *why = NULL;

		assert_null(open_text(*state, wrong[i], 0600, &why));
		assert_non_null(why);
	}
}

static void
what_is_not_there_or_no_plain_file_is_refused(void **state)
{
	const char *why = NULL;

	(void)state;
	assert_null(keyring_open("/nowhere/at/all", &why));
	assert_string_equal(why, "the key file cannot be opened");
	assert_null(keyring_open("/dev/null", &why));
	assert_string_equal(why, "the key file is not a plain file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_new_file_has_one_key_that_only_we_can_read),
		UNIT(an_existing_file_is_never_replaced),
		UNIT(the_highest_number_is_the_current_key),
		UNIT(each_purpose_has_its_own_key),
		UNIT(a_file_that_others_can_use_is_refused),
		UNIT(a_malformed_file_is_refused_with_the_reason),
		UNIT(what_is_not_there_or_no_plain_file_is_refused),
	};

	crypt_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
