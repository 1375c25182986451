/* SPDX-License-Identifier: MIT */
/*
 * mail — messages made right, and carried to a relay.
 *
 * Sole user of libesmtp.  Called by the keeper only, never by a worker.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "base/buf.h"
#include "base/ctx.h"

struct message {
	const char *from_name;		/* may be NULL */
	const char *from;		/* address; also the envelope's */
	const char *reply_to;		/* may be NULL */
	const char *to;
	const char *subject;
	const char *message_id;		/* local@domain, without <> */
	const char *language;		/* Content-Language */
	const char *kind;		/* X-Tenantry-Kind; may be NULL */
	int64_t date;
	const char *text;
	const char *html;		/* NULL: text alone */
};

/* RFC 5322 with CRLF: multipart/alternative, UTF-8 in quoted-printable, encoded
 * words (RFC 2047) where needed, Auto-Submitted: auto-generated.  No line is longer
 * than 76 characters (but for a long address or Message-ID), none begins with a dot.
 * A control character in anything that becomes a header, an address that is not
 * plain, or text that is not UTF-8 fails with internal: nothing is made. */
MUST_USE bool message_make(struct ctx *, const struct message *, struct buf *out);

/* LOCAL@DOMAIN in printable ASCII without any character that means something to
 * SMTP or to a header; at most 64 and 254 characters. */
bool address_is_plain(const char *);

/* Lines of ASCII up to 998 characters that end with CRLF; no CR, LF or NUL besides.
 * Nothing else is given to a relay. */
bool message_is_clean(struct bytes);

enum carried { DELIVERY_SENT, DELIVERY_LATER, DELIVERY_NEVER };

struct relay_config {
	const char *transport;	/* "smtp" or "sendmail" */
	const char *host;
	unsigned port;
	bool tls;		/* required; else none */
	const char *ca;		/* file; NULL: the system's */
	const char *user, *password;
	const char *sendmail;	/* path */
	unsigned timeout;	/* seconds: wall clock of one conversation */
};

struct envelope {
	const char *from, *to;
	struct bytes data;
	enum carried result;	/* out */
	const char *reply;	/* out: the server's words, in the arena */
};

/* Delivers all of them over one connection.  Each gets its own result.  What is the
 * recipient's or the message's fault (5xx) is DELIVERY_NEVER; what is the relay's or
 * ours (4xx, 5xx to the login or the sender, no connection, no TLS when it must be, a
 * wrong certificate) is DELIVERY_LATER, with the reason in reply.  A login is sent
 * inside TLS only, and without it no mail.  Never blocks much longer than the timeout:
 * the conversation runs in a child process, which is ended then with all it started;
 * what was delivered before stays DELIVERY_SENT. */
void relay_send(struct ctx *, const struct relay_config *, struct envelope *,
		size_t n);

/* Whether the relay can be reached, greets, and offers TLS where it must: nothing is sent
 * and nobody signs in.  Of sendmail: whether it is there.  Fails with busy and says in
 * err.message what is wrong. */
MUST_USE bool relay_probe(struct ctx *, const struct relay_config *);

#endif
