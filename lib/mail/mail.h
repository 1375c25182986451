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
	int64_t date;
	const char *text;
	const char *html;		/* NULL: text alone */
};

/* RFC 5322 with CRLF: multipart/alternative, UTF-8 in quoted-printable, encoded
 * words (RFC 2047) where needed, Auto-Submitted: auto-generated.  CR, LF or NUL in
 * anything that becomes a header fails with internal: nothing is made. */
MUST_USE bool message_make(struct ctx *, const struct message *, struct buf *out);

enum delivery { DELIVERY_SENT, DELIVERY_LATER, DELIVERY_NEVER };

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
	enum delivery result;	/* out */
	const char *reply;	/* out: the server's words, in the arena */
};

/* Delivers all of them over one connection.  Each gets its own result; a relay that
 * cannot be reached, speaks no TLS when it must, or shows a wrong certificate is
 * DELIVERY_LATER for all, with the reason in reply.  Never blocks longer than the
 * timeout: the conversation runs in a child process that is ended then. */
void relay_send(struct ctx *, const struct relay_config *, struct envelope *,
		size_t n);

#endif
