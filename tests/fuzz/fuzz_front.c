/* SPDX-License-Identifier: MIT */
/*
 * fuzz_front — whatever stands in FastCGI's parameters, a request comes of it that holds
 * what the program relies on, and its body is what was sent or nothing.
 *
 * The input is a list of texts NAME=VALUE with a NUL between them, the last one the body.
 * They go over a socket as a web server sends them, through libfcgi; forged records are
 * not the matter here, since only the web server can connect.
 */
#include "app/front.h"
#include "base/log.h"
#include "crypt/crypt.h"

#include <assert.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum record_type { BEGIN = 1, PARAMS = 4, STDIN = 5 };

#define MOST		60000		/* bytes of one record, and of a socket's room */
#define BODY		8192

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static socklen_t address_size = sizeof(address);

static int
listener_open(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	/* A name that the kernel chooses: no file is left. */
	if (fd < 0 || bind(fd, (struct sockaddr *)&address,
	    sizeof(sa_family_t)) != 0 || listen(fd, 8) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &address_size) != 0)
		abort();
	return fd;
}

static struct front *
front(void)
{
	static struct front *f;
	static struct app app;

	if (f == NULL) {
		log_level(LOG_ERROR_);
		crypt_init();
		app.arena = arena_open();
		app.options.base_domain = "x.test";
		app.options.public_port = 443;
		f = front_open(&app, listener_open());
	}
	return f;
}

/* ---- the web server's side ---- */

static void
add_record(struct buf *b, enum record_type type, const void *content, size_t n)
{
	const unsigned char head[8] = {1, (unsigned char)type, 0, 1,
	    (unsigned char)(n >> 8), (unsigned char)n, 0, 0};

	buf_add(b, head, sizeof(head));
	buf_add(b, content, n);
}

static void
add_length(struct buf *b, size_t n)
{
	const unsigned char wide[4] = {(unsigned char)(0x80 | n >> 24),
	    (unsigned char)(n >> 16), (unsigned char)(n >> 8),
	    (unsigned char)n};

	if (n < 128)
		buf_putc(b, (char)n);
	else
		buf_add(b, wide, sizeof(wide));
}

static void
add_pair(struct buf *b, const char *setting)
{
	size_t name = strcspn(setting, "=");
	const char *value = setting + name + (setting[name] == '=');

	add_length(b, name);
	add_length(b, strlen(value));
	buf_add(b, setting, name);
	buf_puts(b, value);
}

static int
send_request(const struct buf *pairs, const char *body, size_t n,
	     struct arena *a)
{
	static const unsigned char responder[8] = {0, 1};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct buf b;

	buf_init(&b, a);
	add_record(&b, BEGIN, responder, sizeof(responder));
	if (pairs->n > 0)
		add_record(&b, PARAMS, pairs->p, pairs->n);
	add_record(&b, PARAMS, NULL, 0);
	if (n > 0)
		add_record(&b, STDIN, body, n);
	add_record(&b, STDIN, NULL, 0);
	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&address, address_size) != 0 ||
	    write(fd, b.p, b.n) != (ssize_t)b.n)
		abort();
	return fd;
}

/* ---- what must hold ---- */

static bool
is_one_of(const char *s, const char *const *known)
{
	for (; *known != NULL; known++)
		if (strcmp(s, *known) == 0)
			return true;
	return false;
}

static void
check(struct arena *a, const struct request *q, const char *body, size_t n)
{
	static const char *const scopes[] = {"", "admin", "api", "slug", NULL};
	struct bytes got;

	assert(q->method != NULL && q->path != NULL && q->query != NULL);
	assert(q->slug != NULL && q->host != NULL);
	assert(is_one_of(q->scope, scopes));
	assert(*q->request_id != '\0' && strlen(q->request_id) <= 64 &&
	    strpbrk(q->request_id, " \r\n\"") == NULL);
	assert(q->content_length >= -1);
	if (q->content_length >= 0 && q->read_body(q->front, a, BODY, &got))
		assert(got.n == n && got.n == (size_t)q->content_length &&
		    memcmp(got.p, body, n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct front *f = front();
	struct arena *a = arena_open();
	const char *s = arena_memdup(a, data, size), *end = s + size;
	struct reply r = {.status = 204};
	struct request q;
	struct buf pairs;
	int fd;

	buf_init(&pairs, a);
	for (const char *next; (next = memchr(s, '\0', (size_t)(end - s))) !=
	    NULL && pairs.n + strlen(s) + 8 < MOST; s = next + 1)
		add_pair(&pairs, s);
	if (end - s > BODY)
		end = s + BODY;
	fd = send_request(&pairs, s, (size_t)(end - s), a);
	if (front_wait(f, a, 1000, &q) == FRONT_REQUEST) {
		check(a, &q, s, (size_t)(end - s));
		buf_init(&r.body, a);
		front_reply(f, a, &q, &r);
	}
	(void)close(fd);
	arena_close(a);
	return 0;
}
