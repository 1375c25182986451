# SPDX-License-Identifier: MIT
"""What became of the mails of a load: in the catcher's folder, and in the outbox."""

import dataclasses
import email.parser
import os
import time

from stack.tables import Tables

# A keeper holds a mail for a conversation and a minute; nobody alive needs more than this of it.
LEASE, IN_HAND = 120, 5


@dataclasses.dataclass
class Post:
    mails: int = 0          # acknowledged invitations with a mail
    delivered: int = 0
    failed: int = 0         # visibly: in the outbox, with the server's words
    missing: int = 0        # neither
    twice: int = 0          # copies beyond the first
    strangers: int = 0      # people who got two mails that do not look like copies
    settled: float = None   # monotonic: since then no mail waits; None: some still do


class Outbox:
    """The mails of one load.  Waiting times pass at once where a test says so."""

    def __init__(self, ground, load):
        self._tables = Tables(ground.access["database_socket"])
        self._folder = ground.access["mail_dir"]
        self._pattern, self._load = f"{load.run}-%", load

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._tables.close()

    def states(self):
        """state -> how many."""
        return {row.state: row.n for row in self._tables.rows(
            "SELECT state, COUNT(*) AS n FROM mail WHERE to_key LIKE %s GROUP BY state", self._pattern)}

    def waiting(self):
        return self._tables.rows("SELECT COUNT(*) AS n FROM mail WHERE to_key LIKE %s"
                                 " AND next_attempt_at IS NOT NULL", self._pattern)[0].n

    def pass_minutes(self, minutes):
        """The clock of these mails moves on; so do the leases of keepers that died."""
        self._tables.rows("UPDATE mail SET next_attempt_at = next_attempt_at - INTERVAL %s MINUTE,"
                          " created_at = created_at - INTERVAL %s MINUTE"
                          " WHERE to_key LIKE %s AND state = 'deferred'", minutes, minutes, self._pattern)
        self._tables.rows("UPDATE mail SET lease_until = NULL WHERE to_key LIKE %s"
                          " AND lease_until < UTC_TIMESTAMP() + INTERVAL %s SECOND",
                          self._pattern, LEASE - IN_HAND)

    def settle(self, seconds=90, hurry=True):
        """Waits until none waits any more, and tells what became of them."""
        deadline, post = time.monotonic() + seconds, self._count()
        while time.monotonic() < deadline:
            if self.waiting() == 0:
                post.settled = time.monotonic()
                break
            if hurry:
                self.pass_minutes(15)
            time.sleep(0.2)
        counted = self._count()
        counted.settled = post.settled
        return counted

    def _count(self):
        told = {f"{key}@load.test" for key in self._load.acknowledged("mail")}
        arrived = self._arrived()
        failed = {row.address for row in self._tables.rows(
            "SELECT to_address AS address FROM mail WHERE to_key LIKE %s AND state = 'failed'"
            " AND last_error IS NOT NULL", self._pattern)}
        return Post(len(told), len(told & arrived.keys()), len(failed), len(told - arrived.keys() - failed),
                    sum(len(ids) - 1 for ids in arrived.values()),
                    sum(len(set(ids)) > 1 for ids in arrived.values()))

    def _arrived(self):
        """Address -> the Message-IDs of what came."""
        arrived, parser = {}, email.parser.BytesHeaderParser()
        for name in os.listdir(self._folder):
            if not name.endswith(".eml"):
                continue
            with open(os.path.join(self._folder, name), "rb") as file:
                head = parser.parse(file)
            address = str(head["Delivered-To"]).lower()
            if address.startswith(self._load.run):
                arrived.setdefault(address, []).append(str(head["Message-ID"]))
        return arrived

