/* SPDX-License-Identifier: MIT */
/*
 * carry — what the child process of relay_send does, by either transport.
 *
 * Used within lib/mail only.  A carrier never returns to the keeper: it reports
 * each envelope as its fate is known, and the process ends.
 */
#ifndef MAIL_CARRY_H
#define MAIL_CARRY_H

#include "mail/mail.h"

struct carrier {
	struct arena *arena;
	const struct relay_config *config;
	const struct envelope *envelopes;
	size_t n;
	bool *known;		/* the fate of this one is known */
	int pipe;		/* to the keeper */
};

/* Both report every envelope that is not known yet. */
void carry_smtp(struct carrier *);
void carry_sendmail(struct carrier *);

/* Once for each envelope; a second time says nothing. */
void carrier_report(struct carrier *, size_t index, enum carried,
		    const char *words);

/* What is not known yet is DELIVERY_LATER for this reason. */
void carrier_report_rest(struct carrier *, const char *words);

#endif
