# SPDX-License-Identifier: MIT
"""What an authenticator on a phone does."""

import base64
import hashlib
import hmac
import struct
import time


def code_of(secret, at=None):
    """RFC 6238 with SHA-1: six digits, thirty seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at or time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7fffffff) % 1000000:06d}"


def enrol(person):
    """A second factor for a signed-in Caller -> (secret, recovery codes)."""
    begun = person.call("me.enroll_totp")
    return begun.secret, person.call("me.confirm_totp", code=code_of(begun.secret)).recovery_codes


def fresh_step(db, person):
    """As if the last code had been used long ago."""
    db.rows("UPDATE totp t JOIN account a ON a.id = t.account_id SET t.last_step = -1 WHERE a.email = %s", person.email)
