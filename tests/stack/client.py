# SPDX-License-Identifier: MIT
"""The words in which the API tests are written.

    with refused(409, "email_taken") as e:
        acme.admin.call("invitation.create", invitations=[{"email": "taken@x.test"}])
    assert e.data.field == "invitations[0].email"
"""

import contextlib
import itertools
import json
import secrets
import time

from stack.record import Record, plain, wrap
from stack.wire import Wire

GOOD = "lantern-Harbour-41-drizzle"     # a password that every default rule accepts

PATIENCE = 10       # tries when the service is busy: more people hash passwords here than it lets at once

JSON = ("Content-Type", "application/json")
COOKIE = "__Host-tenantry"


class Refused(Exception):
    """An error object of JSON-RPC, as an exception."""

    def __init__(self, method, error):
        self.method = method
        self.code = error["code"]
        self.message = error["message"]
        self.data = wrap(error.get("data") or {})
        self.reason = self.data.reason if "reason" in self.data else None
        super().__init__(f"{method}: {self.code} {self.reason}: {self.message} {plain(self.data)}")


class _Expected:
    """What `with refused(...)` hands out; filled when the block ends."""

    code = reason = message = data = None


@contextlib.contextmanager
def refused(code, reason=None, field=None):
    """The block must be refused with this code, reason and field (None: any)."""
    expected = _Expected()
    try:
        yield expected
    except Refused as error:
        if error.code != code or reason not in (None, error.reason):
            raise
        if field is not None and error.data.field != field:
            raise
        expected.__dict__.update(vars(error))
        return
    raise AssertionError(f"not refused with {code} {reason or ''}")


def unique(prefix):
    """A name that nobody used before: unique("bob@x.test") is bob-3f9a1c02@x.test."""
    name, at, domain = prefix.partition("@")
    return f"{name}-{secrets.token_hex(4)}{at}{domain}"


class Caller:
    """One client on one host: like a browser with a jar of cookies, or with a key or token.

    `host` may carry a port, as hosts in links do; it is the stack's port in any case.
    """

    def __init__(self, service, host, api_key=None, token=None):
        self.service, self.host = service, host.partition(":")[0]
        self.api_key, self.token = api_key, token
        self.cookies = {}
        self.last = None            # the last Answer, with its headers
        self._ids = itertools.count(1)
        self._wire = Wire(self.host, service.access.port, service.access.ca_cert)

    def twin(self, host=None):
        """Another client with the same credentials: a second window, or the same cookie elsewhere."""
        other = Caller(self.service, host or self.host, self.api_key, self.token)
        other.cookies = dict(self.cookies)
        return other

    def call(self, method, /, **params):
        """The result, or Refused.  A service that is busy is asked again, as it says."""
        for patience in reversed(range(PATIENCE)):
            reply = self._rpc({"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": plain(params)})
            outcome = self._outcome(method, reply)
            if not isinstance(outcome, Refused):
                return outcome
            if outcome.reason != "busy" or patience == 0:
                raise outcome
            time.sleep(0.3)

    def batch(self, calls):
        """Pairs (method, params) -> a list of results and (not raised) Refused, in their order."""
        calls = [{"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": plain(params)}
                 for method, params in calls]
        replies = self._rpc(calls)
        if isinstance(replies, dict):
            raise Refused("batch", replies["error"])
        assert [reply["id"] for reply in replies] == [call["id"] for call in calls]
        return [self._outcome(call["method"], reply) for call, reply in zip(calls, replies)]

    def notify(self, method, /, **params):
        """A call without an id: nothing comes back, and that is asserted."""
        answer = self.post_raw(json.dumps({"jsonrpc": "2.0", "method": method, "params": plain(params)}).encode())
        assert answer.status == 204 and answer.body == b"", answer

    def post_raw(self, body, headers=None):
        """These bytes to /rpc, as they are."""
        return self.http("POST", "/rpc", body, headers)

    def http(self, method, path, body=None, headers=None):
        """One request with this caller's credentials -> Answer.

        A body that is not bytes is sent as JSON.  `headers` (a dict, or pairs) stand in for the
        ones that would be sent; None as a value leaves one out.
        """
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(plain(body)).encode()
        given = list(headers.items()) if isinstance(headers, dict) else list(headers or ())
        named = {name.lower() for name, _ in given}
        sent = [pair for pair in self._own_headers(body) if pair[0].lower() not in named]
        sent += [pair for pair in given if pair[1] is not None]
        self.last = self._wire.send(method, path, body, sent)
        self._keep_cookies(self.last)
        return self.last

    def sign_in(self, email, password, **params):
        """Signs in; with session="token" this caller carries the token from then on."""
        result = self.call("auth.sign_in", email=email, password=password, **params)
        return self._carry(result)

    def accept(self, token, password=GOOD, **params):
        """Accepts an invitation and is signed in by that."""
        return self._carry(self.call("invitation.accept", token=token, password=password, **params))

    def _carry(self, result):
        if "access_token" in result and result.access_token is not None:
            self.token = result.access_token
        return result

    def _rpc(self, envelope):
        answer = self.post_raw(json.dumps(envelope).encode())
        if answer.status != 200:
            raise AssertionError(f"{envelope} was answered with {answer}")
        return json.loads(answer.body)

    def _outcome(self, method, reply):
        self.service.contract.judge(method, reply)
        return Refused(method, reply["error"]) if "error" in reply else wrap(reply["result"])

    def _own_headers(self, body):
        if body is not None:
            yield JSON
        if self.api_key:
            yield "X-API-Key", self.api_key
        elif self.token:
            yield "Authorization", f"Bearer {self.token}"
        else:
            yield "Sec-Fetch-Site", "same-origin"
            if self.cookies:
                yield "Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep_cookies(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or ():
            pair, *attributes = [part.strip() for part in line.split(";")]
            name, _, value = pair.partition("=")
            gone = not value or any(one.lower() == "max-age=0" for one in attributes)
            if gone:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


__all__ = ["COOKIE", "GOOD", "Caller", "Record", "Refused", "plain", "refused", "unique", "wrap"]
