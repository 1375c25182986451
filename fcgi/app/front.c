/* SPDX-License-Identifier: MIT */
#include "app/front.h"

#include "app/host.h"
#include "app/stop.h"
#include "base/log.h"
#include "crypt/crypt.h"

#include <assert.h>
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <fcgiapp.h>

#define SECONDS		5		/* for one read or write */
#define MOST_REQUEST_ID	64
#define MOST_UNREAD	(64 * 1024 * 1024)

struct front {
	int listener;
	int queue;		/* epoll: one idle process wakes, not all */
	const struct app *app;
	FCGX_Request fcgi;
	bool has_body;		/* not read yet */
};

/* Headers that stand in every answer, whatever it is. */
static const char always[] =
    "Cache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";

struct front *
front_open(const struct app *app, int listener)
{
	struct front *f = arena_new(app->arena, struct front);
	struct epoll_event e = {.events = EPOLLIN | EPOLLEXCLUSIVE};

	f->listener = listener;
	f->app = app;
	f->queue = epoll_create1(EPOLL_CLOEXEC);
	if (f->queue < 0 ||
	    epoll_ctl(f->queue, EPOLL_CTL_ADD, listener, &e) < 0) {
		perror("tenantry: epoll");
		abort();
	}
	/* We never close on a request that is half read, so there is nothing
	 * for which the other side would have to be waited for. */
	(void)setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1);
	(void)setenv("LIBFCGI_IS_AF_UNIX_KEEPER_POLL_TIMEOUT", "0", 1);
	if (FCGX_Init() != 0 || FCGX_InitRequest(&f->fcgi, -1,
	    FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
		fputs("tenantry: libfcgi cannot start\n", stderr);
		abort();
	}
	stop_init();
	return f;
}

/* ---- the request ---- */

static bool
is_request_id(const char *s)
{
	size_t n = s == NULL ? 0 : strspn(s, "0123456789-_"
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return n > 0 && n <= MOST_REQUEST_ID && s[n] == '\0';
}

static const char *
make_request_id(struct arena *a)
{
	unsigned char b[16];

	random_bytes(b, sizeof(b));
	return hex_encode(a, (struct bytes){b, sizeof(b)});
}

static int64_t
length_of(const char *s)
{
	int64_t n = 0;

	if (s == NULL || strlen(s) > 15)
		return -1;
	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (*s - '0');
	return *s == '\0' ? n : -1;
}

static bool
read_body(void *front, struct arena *a, size_t most, struct bytes *out)
{
	struct front *f = front;
	unsigned char *p;
	int64_t length;
	int n;

	assert(f->has_body && most < INT32_MAX);
	length = length_of(FCGX_GetParam("CONTENT_LENGTH", f->fcgi.envp));
	if (length < 0 || (size_t)length > most)
		return false;
	/* One byte more, to see that nothing follows. */
	p = arena_alloc(a, (size_t)length + 1);
	n = FCGX_GetStr((char *)p, (int)length + 1, f->fcgi.in);
	f->has_body = FCGX_HasSeenEOF(f->fcgi.in) != EOF;
	if (n != length || FCGX_GetError(f->fcgi.in) != 0)
		return false;
	*out = (struct bytes){p, (size_t)n};
	return true;
}

/* Which parameter becomes which text of the request; no other is looked at. */
#define PARAM(NAME, MEMBER)						\
	{#NAME, sizeof(#NAME) - 1, offsetof(struct request, MEMBER)}
static const struct param {
	const char *name;
	size_t length;
	size_t member;
} params[] = {
	PARAM(REQUEST_METHOD, method),
	PARAM(DOCUMENT_URI, path),
	PARAM(QUERY_STRING, query),
	PARAM(CONTENT_TYPE, content_type),
	PARAM(REMOTE_ADDR, ip),
	PARAM(TENANTRY_REQUEST_ID, request_id),
	PARAM(TENANTRY_SCOPE, scope),
	PARAM(TENANTRY_SLUG, slug),
	PARAM(TENANTRY_HOST, host),
	PARAM(DOCUMENT_ROOT, document_root),
	PARAM(HTTP_USER_AGENT, user_agent),
	PARAM(HTTP_X_API_KEY, api_key),
	PARAM(HTTP_AUTHORIZATION, authorization),
	PARAM(HTTP_COOKIE, cookie),
	PARAM(HTTP_ORIGIN, origin),
	PARAM(HTTP_SEC_FETCH_SITE, sec_fetch_site),
	PARAM(HTTP_ACCEPT_LANGUAGE, accept_language),
	PARAM(HTTP_IDEMPOTENCY_KEY, idempotency_key),
	PARAM(HTTP_IF_MATCH, if_match),
};
#undef PARAM

/* nginx sends an absent header as an empty parameter: that stays NULL. */
static void
take_param(struct arena *a, struct request *q, const char *setting)
{
	const char *value = strchr(setting, '=');
	size_t n = value == NULL ? 0 : (size_t)(value - setting);

	if (n == 0 || value[1] == '\0')
		return;
	for (size_t i = 0; i < countof(params); i++) {
		if (params[i].length == n &&
		    memcmp(params[i].name, setting, n) == 0) {
			*(const char **)((char *)q + params[i].member) =
			    arena_strdup(a, value + 1);
			return;
		}
	}
}

/* Only what the server's configuration can mean: never a scope of ours. */
static const char *
known_scope(const char *s)
{
	static const char *const known[] = {"admin", "api", "slug"};

	for (size_t i = 0; i < countof(known); i++)
		if (s != NULL && strcmp(s, known[i]) == 0)
			return known[i];
	return "";
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

/* What nginx/fastcgi_params sets and other servers leave away. */
static void
fill_gaps(struct front *f, struct arena *a, struct request *q)
{
	const struct options *o = &f->app->options;
	char **params_sent = f->fcgi.envp;

	if (q->path == NULL) {
		const char *uri = FCGX_GetParam("REQUEST_URI", params_sent);

		q->path = uri == NULL ? NULL :
		    arena_memdup(a, uri, strcspn(uri, "?"));
	}
	if (FCGX_GetParam("TENANTRY_SCOPE", params_sent) == NULL)
		host_find(a, FCGX_GetParam("HTTP_HOST", params_sent),
		    o->base_domain, o->public_port, q);
}

static void
fill(struct front *f, struct arena *a, struct request *q)
{
	const char *length = FCGX_GetParam("CONTENT_LENGTH", f->fcgi.envp);

	*q = (struct request){.read_body = read_body, .front = f};
	for (char **at = f->fcgi.envp; *at != NULL; at++)
		take_param(a, q, *at);
	fill_gaps(f, a, q);
	if (!is_request_id(q->request_id))
		q->request_id = make_request_id(a);
	q->content_length = length == NULL || *length == '\0' ? -1 :
	    length_of(length);
	q->scope = known_scope(q->scope);
	q->method = or_empty(q->method);
	q->path = or_empty(q->path);
	q->query = or_empty(q->query);
	q->slug = or_empty(q->slug);
	q->host = or_empty(q->host);
	f->has_body = true;
}

/* ---- connections ---- */

static int
accept_one(struct front *f)
{
	const struct timeval limit = {.tv_sec = SECONDS};
	int fd = accept4(f->listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return -1;
	if (!peers_allow(&f->app->peers, fd)) {
		log_event(LOG_WARN_, "peer-refused", "listener=%d",
		    f->listener);
		(void)close(fd);
		return -1;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	return fd;
}

enum front_event
front_wait(struct front *f, struct arena *a, int timeout_ms,
	   struct request *out)
{
	struct epoll_event e;
	int fd;

	if (epoll_pwait(f->queue, &e, 1, timeout_ms, stop_mask()) < 0)
		assert(errno == EINTR);
	if (stop_asked() && timeout_ms != 0)
		return FRONT_STOP;
	fd = accept_one(f);
	if (fd < 0)
		return FRONT_NOTHING;
	/* The library begins with ending the request before: told that its
	 * connection is to be kept, it keeps ours. */
	f->fcgi.ipcFd = fd;
	f->fcgi.keepConnection = 1;
	if (FCGX_Accept_r(&f->fcgi) < 0)
		return FRONT_NOTHING;
	f->fcgi.keepConnection = 0;
	fill(f, a, out);
	return FRONT_REQUEST;
}

/* ---- the reply ---- */

static const char *
phrase(int status)
{
	switch (status) {
	case 200: return "OK";
	case 204: return "No Content";
	case 400: return "Bad Request";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 409: return "Conflict";
	case 410: return "Gone";
	case 411: return "Length Required";
	case 413: return "Content Too Large";
	case 415: return "Unsupported Media Type";
	case 422: return "Unprocessable Content";
	case 429: return "Too Many Requests";
	case 500: return "Internal Server Error";
	case 503: return "Service Unavailable";
	default:  return "Status";
	}
}

/* What nobody read is read here: closing on a server that still sends would
 * look to it as if we had died. */
static void
drain(struct front *f)
{
	char scrap[8192];

	for (size_t n = 0; f->has_body && n < MOST_UNREAD; n += sizeof(scrap))
		f->has_body = FCGX_GetStr(scrap, sizeof(scrap), f->fcgi.in) ==
		    (int)sizeof(scrap);
}

static void
write_header(struct buf *b, const char *name, const char *value)
{
	buf_puts(b, name);
	buf_puts(b, ": ");
	buf_puts(b, value);
	buf_puts(b, "\r\n");
}

static void
write_head(struct buf *b, const struct request *q, const struct reply *r)
{
	buf_printf(b, "Status: %d %s\r\n", r->status, phrase(r->status));
	write_header(b, "X-Request-Id", q->request_id);
	buf_puts(b, always);
	if (r->content_type != NULL)
		write_header(b, "Content-Type", r->content_type);
	if (r->status != 204)
		buf_printf(b, "Content-Length: %zu\r\n", r->body.n);
	for (unsigned i = 0; i < r->header_count; i++)
		write_header(b, r->headers[i].name, r->headers[i].value);
	buf_puts(b, "\r\n");
}

void
front_reply(struct front *f, struct arena *a, const struct request *q,
	    const struct reply *r)
{
	struct buf head;

	drain(f);
	buf_init(&head, a);
	write_head(&head, q, r);
	(void)FCGX_PutStr(head.p, (int)head.n, f->fcgi.out);
	if (r->body.n > 0)
		(void)FCGX_PutStr(r->body.p, (int)r->body.n, f->fcgi.out);
	if (FCGX_GetError(f->fcgi.out) != 0)
		log_event(LOG_INFO_, "reply-lost", "request_id=%s", q->request_id);
	FCGX_Finish_r(&f->fcgi);
}
