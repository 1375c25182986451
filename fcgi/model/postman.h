/* SPDX-License-Identifier: MIT */
/*
 * postman — takes mails out of the outbox and carries them to the relay.
 *
 * Runs in the keeper.  Of many keepers on a cluster one wins each row, by a conditional
 * update that it has committed before it works; a keeper that dies leaves a lease that
 * ends.  Link and temporary password are made here, and only their hashes are kept.
 */
#ifndef MODEL_POSTMAN_H
#define MODEL_POSTMAN_H

#include "mail/mail.h"
#include "model/outbox.h"

/* One round: claims what is due, sends it, records what the server said.  *more: there may
 * be more at once.  Fails only with the database. */
MUST_USE bool postman_round(struct call *, const struct relay_config *, bool *more);

/* What became of mails, and how many wait, in memory that processes share. */
struct mail_meter {
	_Atomic int64_t sent, deferred, failed, cancelled;	/* tries so far */
	_Atomic int64_t queued, later;		/* waiting, as of the last look */
};

/* From here on this process counts there. */
void postman_meter(struct mail_meter *);

/* Looks how many mails wait. */
MUST_USE bool postman_look(struct call *);

#endif
