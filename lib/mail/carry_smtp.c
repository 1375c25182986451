/* SPDX-License-Identifier: MIT */
#include "mail/carry.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <auth-client.h>
#include <libesmtp.h>

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#define TEXT_MAX	400
#define MEMORY_MAX	(128u << 20)
#define GOODBYE		2	/* seconds for the answer to QUIT */

struct item {
	size_t index;
	struct bytes data;
	bool given;		/* the library has had the data */
	smtp_message_t message;
	smtp_recipient_t recipient;
};

/* What we know of the conversation beside what the library knows: it does not tell
 * a refused login from none, nor what was said around STARTTLS. */
struct talk {
	struct carrier *carrier;
	const struct relay_config *config;
	struct item *items;
	size_t n;
	bool secure;		/* inside TLS */
	bool awaited;		/* a reply is due */
	bool in_login;
	bool logged_in;
	size_t length;
	char line[TEXT_MAX];	/* of the reply that is coming in */
	char why[TEXT_MAX];	/* it cannot go on */
};

static void
say_why(struct talk *t, const char *what, const char *words)
{
	if (t->why[0] == '\0')
		(void)snprintf(t->why, sizeof(t->why), "%s%s", what, words);
}

/* At once, in the middle of the library: the connection dies with us. */
static NORETURN void
break_off(struct talk *t, const char *what)
{
	carrier_report_rest(t->carrier, t->why[0] != '\0' ? arena_printf(
	    t->carrier->arena, "%s: %s", what, t->why) : what);
	_exit(0);
}

/* The domain of the sender, not the name of this machine. */
static const char *
our_name(const struct talk *t)
{
	return strchr(t->carrier->envelopes[t->items[0].index].from, '@') + 1;
}

/* ---- what became of each ---- */

static bool
is_final(int code)
{
	switch (code) {
	case 503:	/* bad sequence, often: log in first */
	case 530:
	case 534:
	case 535:
	case 538:	/* all about our login */
		return false;
	default:
		return code / 100 == 5;
	}
}

/* The status that decides, and what it decides. */
static enum carried
judge(const struct item *i, const smtp_status_t **out)
{
	*out = smtp_reverse_path_status(i->message);
	if ((*out)->code / 100 != 2)
		return DELIVERY_LATER;
	*out = smtp_recipient_status(i->recipient);
	if ((*out)->code / 100 != 2)
		return is_final((*out)->code) ? DELIVERY_NEVER : DELIVERY_LATER;
	*out = smtp_message_transfer_status(i->message);
	if ((*out)->code / 100 == 2)
		return DELIVERY_SENT;
	return is_final((*out)->code) ? DELIVERY_NEVER : DELIVERY_LATER;
}

static const char *
words_of(struct arena *a, const smtp_status_t *s)
{
	const char *text = s->text != NULL ? s->text : "";

	if (s->enh_class == 0)
		return arena_printf(a, "%d %s", s->code, text);
	return arena_printf(a, "%d %d.%d.%d %s", s->code, s->enh_class,
	    s->enh_subject, s->enh_detail, text);
}

/* REASON NULL: only if the relay has spoken about it. */
static void
report(struct talk *t, const struct item *i, const char *reason)
{
	const smtp_status_t *s;
	enum carried result = judge(i, &s);
	bool spoken = s->code / 100 == 2 || s->code >= 400;

	if (spoken)
		carrier_report(t->carrier, i->index, result,
		    words_of(t->carrier->arena, s));
	else if (reason != NULL)
		carrier_report(t->carrier, i->index, DELIVERY_LATER, reason);
}

static void
say_what_failed(struct talk *t)
{
	char text[256];
	unsigned long tls = ERR_peek_last_error();

	if (t->config->tls && !t->secure && tls != 0) {
		ERR_error_string_n(tls, text, sizeof(text));
		say_why(t, "TLS: ", text);
	}
	say_why(t, "", smtp_errno() == 0 ? "the relay did not go on" :
	    smtp_strerror(smtp_errno(), text, sizeof(text)));
}

/* All that is still open is decided. */
static void
finish(struct talk *t)
{
	say_what_failed(t);
	for (size_t i = 0; i < t->n; i++)
		report(t, &t->items[i], t->why);
}

/* ---- what goes over the line ---- */

static void
heard_line(struct talk *t)
{
	const char *line = t->line;
	bool last = t->length < 4 || line[3] != '-';

	t->line[t->length] = '\0';
	t->length = 0;
	if (!last)
		return;
	t->awaited = false;
	if (line[0] == '4' || line[0] == '5')
		say_why(t, "", line);
	if (!t->in_login || line[0] == '3')
		return;
	t->in_login = false;
	t->logged_in = line[0] == '2';
}

/* Whoever stands between us and the relay can put replies before and after the one
 * to STARTTLS, and the library would take them for replies from inside TLS. */
static void
heard(struct talk *t, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (t->config->tls && !t->secure && !t->awaited)
			break_off(t, "bytes that nobody asked for before TLS");
		if (t->length < sizeof(t->line) - 1)
			t->line[t->length++] = p[i];
		if (p[i] == '\n')
			heard_line(t);
	}
}

static bool
begins(const char *p, size_t n, const char *verb)
{
	return n >= strlen(verb) && memcmp(p, verb, strlen(verb)) == 0;
}

static void
said(struct talk *t, const char *p, size_t n)
{
	t->awaited = true;
	if (begins(p, n, "AUTH"))
		t->in_login = true;
	else if (begins(p, n, "MAIL") && t->config->user != NULL &&
	    !t->logged_in)
		break_off(t, "the relay did not take our login");
	if (begins(p, n, "QUIT")) {
		finish(t);
		(void)alarm(GOODBYE);
	} else {
		t->why[0] = '\0';	/* it went on after all */
	}
}

static void
on_line(const char *p, int n, int writing, void *arg)
{
	if (writing == SMTP_CB_READING)
		heard(arg, p, (size_t)n);
	else if (writing == SMTP_CB_WRITING)
		said(arg, p, (size_t)n);
}

/* ---- TLS ---- */

static int
on_verify(int ok, X509_STORE_CTX *x)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(x,
	    SSL_get_ex_data_X509_STORE_CTX_idx());
	struct talk *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if (!ok)
		say_why(t, "certificate: ", X509_verify_cert_error_string(
		    X509_STORE_CTX_get_error(x)));
	return ok;
}

/* The library has no way to name the host in the handshake; this is the last
 * moment before its first message. */
static void
on_handshake(const SSL *ssl, int where, int value)
{
	const struct talk *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	(void)value;
	if (where & SSL_CB_HANDSHAKE_START)
		(void)SSL_set_tlsext_host_name((SSL *)(uintptr_t)ssl,
		    t->config->host);
}

/* The name is checked within the handshake, as configured. */
static bool
expect_name(SSL_CTX *ctx, const char *host)
{
	X509_VERIFY_PARAM *p = SSL_CTX_get0_param(ctx);

	if (X509_VERIFY_PARAM_set1_ip_asc(p, host) == 1)
		return true;
	X509_VERIFY_PARAM_set_hostflags(p, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	SSL_CTX_set_info_callback(ctx, on_handshake);
	return X509_VERIFY_PARAM_set1_host(p, host, 0) == 1;
}

static SSL_CTX *
make_tls(struct talk *t)
{
	const struct relay_config *config = t->config;
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	if (ctx == NULL ||
	    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1 ||
	    !expect_name(ctx, config->host))
		break_off(t, "TLS does not start");
	if ((config->ca != NULL ?
	    SSL_CTX_load_verify_locations(ctx, config->ca, NULL) :
	    SSL_CTX_set_default_verify_paths(ctx)) != 1)
		break_off(t, "the file of certificates cannot be read");
	SSL_CTX_set_app_data(ctx, t);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
	return ctx;
}

/* One byte, however long it takes; the clock of the child ends it. */
static bool
read_byte(SSL *ssl, char *out)
{
	struct pollfd p = {.fd = SSL_get_fd(ssl), .events = POLLIN};
	int n;

	while ((n = SSL_read(ssl, out, 1)) <= 0)
		if (SSL_get_error(ssl, n) != SSL_ERROR_WANT_READ ||
		    poll(&p, 1, -1) < 0)
			return false;
	return true;
}

/* TLS 1.3 has the server send tickets after the handshake.  The library takes them
 * for an answer, and waits for the rest of it before it has sent its question.  So
 * the first question is ours, and its answer comes after the tickets. */
static bool
settle(SSL *ssl, const char *name)
{
	char hello[300], c, mark = '-';
	int n = snprintf(hello, sizeof(hello), "EHLO %s\r\n", name);

	if (SSL_version(ssl) < TLS1_3_VERSION)
		return true;
	if (SSL_write(ssl, hello, n) != n)
		return false;
	for (int column = 0; column != 0 || mark == '-'; ) {
		if (!read_byte(ssl, &c))
			return false;
		if (column == 3)
			mark = c;
		column = c == '\n' ? 0 : column + 1;
	}
	return true;
}

/* ---- what the library tells ---- */

static void
on_event(smtp_session_t session, int event, void *arg, ...)
{
	struct talk *t = arg;
	va_list args;

	(void)session;
	va_start(args, arg);
	switch (event) {
	case SMTP_EV_CONNECT:
		t->awaited = true;
		break;
	case SMTP_EV_EXTNA_STARTTLS:
		say_why(t, "the relay offers no STARTTLS", "");
		break;
	case SMTP_EV_STARTTLS_OK:
		t->secure = true;
		if (!settle(va_arg(args, SSL *), our_name(t)))
			break_off(t, "the relay went silent inside TLS");
		break;
	case SMTP_EV_WRONG_PEER_CERTIFICATE:
		/* It compared with the canonical name of the DNS, which anybody
		 * may set; the configured name was compared in the handshake. */
		*va_arg(args, int *) = 1;
		break;
	case SMTP_EV_MESSAGESENT: {
		smtp_message_t sent = va_arg(args, smtp_message_t);

		for (size_t i = 0; i < t->n; i++)
			if (t->items[i].message == sent)
				report(t, &t->items[i], NULL);
		break;
	}
	default:
		break;
	}
	va_end(args);
}

static const char *
on_data(void **unused, int *n, void *arg)
{
	struct item *i = arg;

	(void)unused;
	if (n == NULL) {
		i->given = false;
		return NULL;
	}
	*n = i->given ? 0 : (int)i->data.n;
	i->given = true;
	return (const char *)i->data.p;
}

static int
on_login(auth_client_request_t fields, char **result, int n, void *arg)
{
	const struct talk *t = arg;

	for (int i = 0; i < n; i++) {
		const char *value = "";

		if (fields[i].flags & AUTH_USER)
			value = t->config->user;
		else if (fields[i].flags & AUTH_PASS)
			value = t->config->password;
		result[i] = arena_strdup(t->carrier->arena, value);
	}
	return 1;
}

/* ---- the conversation ---- */

static void
add_messages(struct talk *t, smtp_session_t session)
{
	struct carrier *k = t->carrier;

	t->items = arena_array(k->arena, k->n, sizeof(*t->items));
	for (size_t i = 0; i < k->n; i++) {
		const struct envelope *e = &k->envelopes[i];
		struct item *item = &t->items[t->n];

		if (k->known[i])
			continue;
		item->index = i;
		item->data = e->data;
		item->message = smtp_add_message(session);
		if (item->message == NULL ||
		    !smtp_set_reverse_path(item->message, e->from) ||
		    !smtp_set_messagecb(item->message, on_data, item))
			break_off(t, "no memory");
		item->recipient = smtp_add_recipient(item->message, e->to);
		if (item->recipient == NULL)
			break_off(t, "no memory");
		t->n++;
	}
}

static void
set_up(struct talk *t, smtp_session_t session)
{
	static const int phases[] = {Timeout_GREETING, Timeout_ENVELOPE,
	    Timeout_DATA, Timeout_TRANSFER, Timeout_DATA2};
	const struct relay_config *config = t->config;
	auth_context_t login;

	add_messages(t, session);
	(void)smtp_set_server(session, arena_printf(t->carrier->arena, "%s:%u",
	    config->host, config->port));
	(void)smtp_set_hostname(session, our_name(t));
	(void)smtp_set_eventcb(session, on_event, t);
	(void)smtp_set_monitorcb(session, on_line, t, 0);
	for (size_t i = 0; i < countof(phases); i++)
		(void)smtp_set_timeout(session,
		    phases[i] | Timeout_OVERRIDE_RFC2822_MINIMUM,
		    (long)config->timeout * 1000);
	(void)smtp_starttls_enable(session,
	    config->tls ? Starttls_REQUIRED : Starttls_DISABLED);
	if (config->tls)
		(void)smtp_starttls_set_ctx(session, make_tls(t));
	if (config->user == NULL)
		return;
	if (!config->tls)
		break_off(t, "a login is sent inside TLS only");
	login = auth_create_context();
	(void)auth_set_mechanism_flags(login, AUTH_PLUGIN_PLAIN, 0);
	(void)auth_set_interact_cb(login, on_login, t);
	(void)smtp_auth_set_context(session, login);
}

/* Replies without end are cut off, and the library's client certificates, which it
 * frees twice, are looked for where none is. */
static void
confine(void)
{
#ifndef TENANTRY_ASAN
	(void)setrlimit(RLIMIT_DATA,
	    &(struct rlimit){MEMORY_MAX, MEMORY_MAX});
#endif
	(void)setenv("HOME", "/nonexistent", 1);
	(void)unsetenv("XDG_CONFIG_DIR");
}

void
carry_smtp(struct carrier *k)
{
	struct talk t = {.carrier = k, .config = k->config};
	smtp_session_t session;

	confine();
	session = smtp_create_session();
	if (session == NULL)
		break_off(&t, "no memory");
	set_up(&t, session);
	/* Its answer says nothing: 1 also means that no certificate was right. */
	(void)smtp_start_session(session);
	finish(&t);
}
