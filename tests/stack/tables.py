# SPDX-License-Identifier: MIT
"""The database behind a running stack, seen as root."""

import re
import time

import pymysql
import pymysql.cursors

from stack.record import Record

# The keeper folds rows of this one whenever it likes: only its sums mean something.
TALLY = "SELECT HEX(msp_id) AS msp, SUM(n) AS n FROM tenant_tally GROUP BY msp_id HAVING n <> 0 ORDER BY msp"

# What processes keep of those who call; a change from outside has to tell them.
OF_CALLERS = r"(UPDATE|DELETE FROM) (account|membership|role|tenant|session)\b"


class Tables:
    def __init__(self, socket, name="tenantry"):
        self._connection = pymysql.connect(
            unix_socket=socket, user="root", database=name, charset="utf8mb4", autocommit=True,
            cursorclass=pymysql.cursors.DictCursor)

    def rows(self, sql, *arguments):
        """[Record] of a SELECT; for other statements the number of rows they changed."""
        with self._connection.cursor() as cursor:
            changed = cursor.execute(sql, arguments or None)
            if cursor.description:
                return [Record(row) for row in cursor.fetchall()]
            if re.match(OF_CALLERS, sql):
                cursor.execute("UPDATE session SET revision = revision + 1")
            return changed

    def names(self):
        return [row.name for row in self.rows(
            "SELECT table_name AS name FROM information_schema.tables"
            " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 1")]

    def checksums(self):
        """Table -> a number that changes with any row of it; no mail is under way meanwhile."""
        self.settle()
        names = self.names()
        sums = self.rows("CHECKSUM TABLE " + ", ".join(f"`{name}`" for name in names))
        found = {row.Table.partition(".")[2]: row.Checksum for row in sums}
        if "tenant_tally" in found:
            found["tenant_tally"] = [(row.msp, row.n) for row in self.rows(TALLY)]
        return found

    def settle(self, address=None, seconds=20):
        """Until no request for a reset, and no mail (to this address), waits for the keeper."""
        deadline = time.monotonic() + seconds
        while self.rows("SELECT id FROM reset_request LIMIT 1") or self.rows(
                "SELECT id FROM mail WHERE state = 'queued' AND next_attempt_at <= UTC_TIMESTAMP()"
                " AND (%s IS NULL OR to_key = %s) LIMIT 1", address, address):
            assert time.monotonic() < deadline, f"mail to {address or 'somebody'} is still queued"
            time.sleep(0.01)

    def close(self):
        self._connection.close()
