# SPDX-License-Identifier: MIT
"""The abuse cases of the threat model that can be tried from outside, one attempt each.

Cases that need the inside are tried elsewhere: 35 by the load tests, 39 by test_canary.py, 40 by
the tests of the database and of the relay.  Cases 19 and 20 are tried for every method by
test_isolation.py, 21 and 30 for every pair of roles by test_escalation.py.
"""

import contextlib
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time

import pytest

from stack.client import COOKIE, GOOD, Refused, plain, refused, unique
from stack.totp import code_of, enrol, fresh_step

OTHER = "copper-Anvil-77-meadow"


def reason_of(call, *args, **params):
    """The reason of a refusal, None for a result."""
    try:
        call(*args, **params)
    except Refused as error:
        return error.reason
    return None


def at_once(*jobs):
    """What became of each, all begun at the same time."""
    heard, gate = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(i):
        gate.wait()
        heard[i] = reason_of(jobs[i])
    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard


def call_raw(caller, method, params, **headers):
    return caller.http("POST", "/rpc", {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}, headers)


def told(answer):
    """All that a client can compare: status, headers but for time and number, bytes."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Date", "X-Request-Id")}
    return answer.status, headers, answer.body


def reset_link(org, email):
    seen = len(org.mails_to(email))
    org.guest.call("auth.request_reset", email=email)
    return org.mail_to(email, "password_reset", after=seen).link()


def invitation_link(org, email, **options):
    seen = len(org.mails_to(email))
    org.invite(email, **{"role": "member", **options})
    return org.mail_to(email, "invitation", after=seen).link()


def deactivated(org):
    person = org.join()
    org.admin.call("user.deactivate", user_id=person.user.id)
    return person


# ---- guessing, telling apart ----

def test_case_01_parallel_guesses_at_one_account(acme):
    person = acme.join()
    heard = at_once(*[lambda: acme.guest.sign_in(person.email, OTHER)] * 40)
    assert heard.count("auth_failed") <= 5
    assert set(heard) <= {"auth_failed", "throttled", "busy"}


def test_case_02_one_password_against_many_accounts_locks_nobody(acme):
    people = [acme.join() for _ in range(3)]
    for person in people:
        assert reason_of(acme.guest.sign_in, person.email, OTHER) == "auth_failed"
    for person in people:
        acme.guest.sign_in(person.email, person.password)
        assert person.call("me.get").user.id == person.user.id


def test_case_03_a_victim_who_was_locked_out_still_has_two_ways_in(acme):
    person = acme.join()
    home = acme.guest
    home.sign_in(person.email, person.password, remember=True)
    home.call("auth.sign_out")
    for _ in range(5):
        assert reason_of(acme.guest.sign_in, person.email, OTHER) == "auth_failed"
    assert reason_of(acme.guest.sign_in, person.email, person.password) == "throttled"
    home.sign_in(person.email, person.password)
    acme.guest.call("auth.reset_password", token=reset_link(acme, person.email).token, new_password=OTHER)
    acme.guest.sign_in(person.email, OTHER)


def test_case_04_no_answer_of_sign_in_tells_who_exists(acme, msp):
    invited, elsewhere = unique("invited@x.test"), msp.new_tenant().join()
    acme.invite(invited, role="member")
    addresses = [unique("nobody@x.test"), acme.join().email, deactivated(acme).email, invited, elsewhere.email]
    for password in (OTHER, " ", "x" * 1024):
        replies = [told(call_raw(acme.guest, "auth.sign_in", {"email": email, "password": password}))
                   for email in addresses]
        assert replies == [replies[0]] * len(replies)
        assert json.loads(replies[0][2])["error"]["data"]["reason"] == "auth_failed"
    for password in ("", "x" * 1025, None):
        replies = [told(call_raw(acme.guest, "auth.sign_in", {"email": email, "password": password}))
                   for email in addresses]
        assert replies == [replies[0]] * len(replies)


def test_case_05_no_answer_of_a_reset_tells_who_exists(acme, msp):
    invited, elsewhere = unique("invited@x.test"), msp.new_tenant().join()
    acme.invite(invited, role="member")
    addresses = [unique("nobody@x.test"), acme.join().email, deactivated(acme).email, invited, elsewhere.email]
    for _ in range(5):      # beyond the three mails at once, too
        replies = [told(call_raw(acme.guest, "auth.request_reset", {"email": email})) for email in addresses]
        assert replies == [replies[0]] * len(replies)
        assert json.loads(replies[0][2])["result"] == {}


def test_case_06_links_lead_to_the_stored_host_whatever_the_headers_say(acme):
    person = acme.join()
    for headers in ({"X-Forwarded-Host": "evil.example", "X-Host": "evil.example"}, {"Forwarded": "host=evil.example"},
                    {"X-Original-URL": "https://evil.example/", "Referer": "https://evil.example/"}):
        seen = len(acme.mails_to(person.email))
        assert call_raw(acme.guest, "auth.request_reset", {"email": person.email}, **headers).json.result == {}
        mail = acme.mail_to(person.email, "password_reset", after=seen)
        assert mail.link().host == acme.host and b"evil.example" not in mail.message.as_bytes()


@pytest.mark.parametrize("value", [["victim@x.test", "me@x.test"], {"a": "b"}, 0, True, None, [], "a@x.test,b@x.test",
                                   "a@x.test b@x.test", "<a@x.test>", "a@x.test\r\nBcc: b@x.test", "a@x.test\0"])
def test_case_07_an_address_is_one_text_of_the_right_shape(acme, value):
    for method, more in (("auth.sign_in", {"password": GOOD}), ("auth.request_reset", {})):
        error = call_raw(acme.guest, method, {"email": value, **more}).json.error
        assert error.code in (-32602, -32700), error


def test_case_08_a_look_alike_address_is_another_one(acme):
    email = unique("mike@x.test")
    person = acme.join(email)
    seen = len(acme.mails_to(email))
    for alike in (email.replace("i", "\u0131"), email.replace("e", "\u00e9"), email + " ", " " + email,
                  email.replace("k", "\u212a"), email + ".", email.replace("m", "\uff4d")):
        assert reason_of(acme.guest.sign_in, alike, person.password) in ("auth_failed", "invalid_params")
        assert reason_of(acme.guest.call, "auth.request_reset", email=alike) in (None, "invalid_params")
    acme.guest.call("auth.request_reset", email=email.upper())
    mail = acme.mail_to(email, "password_reset", after=seen)
    assert mail.to == [email] and len(acme.mails_to(email)) == seen + 1


def test_case_09_a_token_is_worth_something_whole_where_and_for_what_it_was_made(acme, msp):
    person = acme.join()
    invite, reset = invitation_link(acme, unique("new@x.test")).token, reset_link(acme, person.email).token
    wrong = [invite[:-1], invite[:16], invite + "A", "", " " + invite, invite + "\n", invite.swapcase(), "A" * len(invite)]
    for token in wrong:
        assert reason_of(acme.guest.call, "invitation.accept", token=token, password=GOOD) in (
            "token_unknown", "invalid_params"), token
    for method, params in (("invitation.accept", {"token": reset, "password": GOOD}), ("me.confirm_email", {"token": reset}),
                           ("auth.reset_password", {"token": invite, "new_password": OTHER}), ("me.confirm_email", {"token": invite})):
        assert reason_of(acme.guest.call, method, **params) == "token_unknown", method
    for stranger in (msp.new_tenant().guest, acme.service.caller("admin")):
        assert reason_of(stranger.call, "auth.reset_password", token=reset, new_password=OTHER) == "token_unknown"
        assert reason_of(stranger.call, "invitation.accept", token=invite, password=GOOD) == "token_unknown"
    for caller in (acme.guest, acme.service.caller("api")):
        caller.token = reset
        assert reason_of(caller.call, "me.get") == "auth_required"
    acme.guest.call("auth.reset_password", token=reset, new_password=OTHER)
    assert reason_of(acme.guest.call, "auth.reset_password", token=reset, new_password=GOOD) == "token_used"
    acme.guest.accept(invite)


def test_case_10_whoever_only_looks_uses_nothing_up(acme):
    link = invitation_link(acme, unique("new@x.test"))
    for path in ("/invite", "/reset", "/confirm", f"/invite?token={link.token}", f"/invite/{link.token}"):
        for method in ("GET", "HEAD"):
            acme.guest.http(method, path)
    for _ in range(3):
        acme.guest.call("auth.inspect_token", token=link.token)
    call_raw(acme.guest, "invitation.accept", {"token": link.token})
    acme.guest.accept(link.token)


def test_case_11_nobody_is_flooded_with_mail(acme, msp, db):
    person = acme.join()
    for guest in [acme.guest] * 6 + [msp.new_tenant().guest] * 2:
        guest.call("auth.request_reset", email=person.email)
    db.settle(person.email)
    sent = db.rows("SELECT COUNT(*) AS n FROM mail WHERE to_address = %s AND kind = 'password_reset'", person.email)[0].n
    assert sent == 3
    invitation = acme.invite(unique("new@x.test"), role="member")
    heard = [reason_of(acme.admin.call, "invitation.resend", invitation_id=invitation.id) for _ in range(5)]
    assert heard.count(None) <= 2 and heard[-1] == "resend_too_soon"


# ---- hostile bytes ----

BOMBS = {
    "depth": b"[" * 1_000_000,
    "depth of objects": b'{"a":' * 150_000,
    "members": b'{"jsonrpc":"2.0","id":1,"method":"me.get","params":{' + b",".join(b'"k%d":1' % i for i in range(70_000)) + b"}}",
    "numbers": b'{"jsonrpc":"2.0","id":' + b"9" * 65536 + b',"method":"me.get"}',
    "exponents": b'{"jsonrpc":"2.0","id":1e999999999,"method":"me.get"}',
    "twice": b'{"jsonrpc":"2.0","id":1,"method":"me.get","method":"rpc.discover"}',
    "nul": b'{"jsonrpc":"2.0","id":1,"method":"me.get\\u0000"}',
    "surrogate": b'{"jsonrpc":"2.0","id":1,"method":"me.get","params":{"a":"\\ud800"}}',
    "overlong": b'{"jsonrpc":"2.0","id":1,"method":"\xc0\xae"}',
    "batch": b"[" + b",".join([b'{"jsonrpc":"2.0","id":1,"method":"me.get"}'] * 10_000) + b"]",
    "commas": b"[" + b"0," * 500_000 + b"0]",
    "text": b'{"jsonrpc":"2.0","id":"' + b"a" * 1_000_000 + b'","method":"me.get"}',
    "no end": b'{"jsonrpc":"2.0","id":1,"method":"' + b"\\" * 999_999,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_case_12_bombs_are_refused_quickly_and_kill_nobody(service, bomb):
    caller = service.caller("api")
    before = caller.call("system.version")
    began = time.monotonic()
    answer = caller.post_raw(BOMBS[bomb])
    took = time.monotonic() - began
    assert answer.status == 200 and answer.json.error.code in (-32700, -32600, -32602), answer
    assert took < 2 and len(answer.body) < 4096
    assert caller.call("system.version") == before


def test_case_13_no_batch_tries_passwords(acme):
    person = acme.join()
    heard = acme.guest.batch([("auth.sign_in", {"email": person.email, "password": GOOD})] * 20)
    assert [one.reason for one in heard] == ["not_in_batch"] * 20
    assert COOKIE not in acme.guest.cookies
    for method, params in (("me.change_password", {"current_password": GOOD, "new_password": OTHER}),
                           ("auth.step_up", {"password": GOOD}), ("auth.verify_mfa", {"code": "123456"}),
                           ("invitation.accept", {"token": "x", "password": GOOD})):
        assert person.batch([(method, params)])[0].reason == "not_in_batch", method


@pytest.mark.parametrize("headers, status", [
    ({"Content-Type": "text/plain"}, 415), ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ({"Content-Type": "multipart/form-data; boundary=x"}, 415), ({"Content-Type": None}, 415),
    ({"Content-Type": "application/json; charset=utf-16"}, 415), ({"Content-Type": "text/plain, application/json"}, 415),
    ({"Sec-Fetch-Site": None}, 200), ({"Sec-Fetch-Site": "none"}, 200), ({"Sec-Fetch-Site": "cross-site"}, 200),
    ({"Sec-Fetch-Site": "same-site"}, 200), ({"Sec-Fetch-Site": None, "Origin": "https://evil.example"}, 200),
    ({"Sec-Fetch-Site": None, "Origin": "null"}, 200)])
def test_case_14_a_page_elsewhere_changes_nothing_with_the_cookie(acme, headers, status):
    person = acme.join()
    answer = call_raw(person, "me.update", {"first_name": "Hacked"}, **headers)
    assert answer.status == status
    if status == 200:
        assert answer.json.error.data.reason == "bad_origin"
    assert person.call("me.get").user.first_name != "Hacked"


def test_case_15_a_session_that_was_planted_is_never_promoted(acme, msp):
    person, thief = acme.join(), acme.join()
    planted = acme.guest
    planted.cookies = {COOKIE: "A" * 43}
    planted.sign_in(person.email, person.password)
    assert planted.cookies[COOKIE] != "A" * 43
    victim = thief.twin()
    stolen = victim.cookies[COOKIE]
    victim.sign_in(person.email, person.password)
    assert victim.cookies[COOKIE] != stolen
    assert thief.call("me.get").user.id == thief.user.id
    before = person.twin()
    person.call("auth.step_up", password=person.password)
    assert reason_of(before.call, "me.get") == "auth_required"
    tossed = acme.guest
    assert call_raw(tossed, "me.get", {}, Cookie=f"tenantry={person.cookies[COOKIE]}").json.error.data.reason == "auth_required"


# ---- the wire ----

def speak(service, label, raw):
    """These bytes to the web server, over TLS; everything that comes back."""
    tls = ssl.create_default_context(cafile=service.access.ca_cert)
    host = service.host(label).partition(":")[0]
    with socket.create_connection(("127.0.0.1", service.access.port), 20) as bare:
        with tls.wrap_socket(bare, server_hostname=host) as wire:
            wire.sendall(raw.replace(b"HOST", host.encode()))
            wire.settimeout(3)
            heard = b""
            with contextlib.suppress(TimeoutError, ssl.SSLError, ConnectionError):
                while piece := wire.recv(65536):
                    heard += piece
            return heard


CALL = b'{"jsonrpc":"2.0","id":1,"method":"system.version"}'
HEAD = b"POST /rpc HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("framing", [
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"Content-Length: 50\r\nContent-Length: 5\r\n\r\n" + CALL,
    b"Content-Length: +50\r\n\r\n" + CALL, b"Content-Length: -1\r\n\r\n" + CALL,
    b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + CALL, b"X: a\0b\r\nContent-Length: 50\r\n\r\n" + CALL])
def test_case_16_a_request_that_could_be_two_reaches_no_worker(service, framing):
    heard = speak(service, "api", HEAD + framing)
    assert b'"result"' not in heard
    assert heard.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501")) or heard == b"", heard[:200]


def test_case_16_who_sends_slowly_holds_no_worker(service):
    workers = 40
    tls = ssl.create_default_context(cafile=service.access.ca_cert)
    host = service.host("api").partition(":")[0]
    with contextlib.ExitStack() as open_ones:
        for i in range(workers):
            bare = open_ones.enter_context(socket.create_connection(("127.0.0.1", service.access.port), 20))
            wire = open_ones.enter_context(tls.wrap_socket(bare, server_hostname=host))
            wire.sendall((HEAD + b"Content-Length: 50\r\n\r\n{")[:30 if i % 2 else None].replace(b"HOST", host.encode()))
        service.caller("api").call("system.version")


def test_case_17_another_user_of_the_machine_does_not_reach_a_worker(service):
    folder = os.path.dirname(service.access.database_socket)
    assert os.path.exists(os.path.join(folder, "pool.sock"))
    try_it = ("import socket, sys\nfor path in sys.argv[1:]:\n  s = socket.socket(socket.AF_UNIX)\n"
              "  try: s.connect(path)\n  except PermissionError: continue\n  sys.exit(path)")
    if os.geteuid() == 0:
        # Even where the folder would let them through, the socket and the peer check do not.
        subprocess.run([sys.executable, "-c", try_it, os.path.join(folder, "pool.sock")], user=65534, group=65534,
                       extra_groups=[], check=True)
    assert os.stat(os.path.join(folder, "pool.sock")).st_mode & 0o007 == 0


HOSTILE = ["'; DROP TABLE account; -- ", "\" OR \"\"=\"", "%' OR 1=1 #", "\\'; --", "${jndi:ldap://x}", "{{7*7}}",
           "a' UNION SELECT password_hash FROM account -- ", "\u2019 OR 1=1", "%s%s%n%x", "../../etc/passwd"]


def test_case_18_what_looks_like_a_language_stays_text(acme, db):
    before = db.rows("SELECT COUNT(*) AS n FROM account")[0].n
    for text in HOSTILE:
        person = acme.admin.call("user.update", user_id=acme.admin.user.id, first_name=text)
        assert person.first_name == text.strip()
        for params in ({"query": text[:100]}, {"role": text[:60]}, {"cursor": text}, {"sort": text}):
            assert reason_of(acme.admin.call, "user.list", **params) in (None, "invalid_params", "not_found"), params
        assert acme.admin.call("user.list", query=text).total <= 1
        assert reason_of(acme.guest.sign_in, text, text) == "invalid_params"
        assert reason_of(acme.msp.admin.call, "tenant.list", name=text) is None
    assert db.rows("SELECT COUNT(*) AS n FROM account")[0].n >= before


@pytest.mark.parametrize("text", ["a\r\nBcc: evil@x.test", "a\nb", "a\rb", "a\u2028b", "a\u202eb", "a\x1b[2Jb", "a\u0085b", "a\x7fb"])
def test_case_18_lines_and_hidden_signs_reach_no_name(acme, text):
    for method, params in (("me.update", {"first_name": text}), ("tenant.update", {"name": text}),
                           ("api_key.create", {"name": text, "permissions": ["user.read"]})):
        caller = acme.msp.admin if method == "tenant.update" else acme.admin
        if method == "tenant.update":
            params["tenant_id"] = acme.id
        assert reason_of(caller.call, method, **params) == "invalid_params", method


# ---- authority ----

def test_case_19_the_address_of_a_stranger_is_as_unknown_as_any(acme, msp, other_msp):
    strangers = [msp.new_tenant().join().email, other_msp.new_tenant().join().email, other_msp.email]
    for caller in (acme.admin, acme.service.caller("api", api_key=acme.admin.call(
            "api_key.create", name="k", permissions=["user.read", "audit.read"]).secret)):
        def asked(email):
            heard = [plain(caller.call("user.diagnose", email=email)), plain(caller.call("user.list", query=email)),
                     plain(caller.call("audit.list", action=email[:60].replace("@", ".").replace("-", "_"))["items"])]
            return json.dumps(heard).replace(email, "EMAIL")
        nothing = asked(unique("nobody@x.test"))
        for email in strangers:
            assert asked(email) == nothing, email


def test_case_20_a_tenant_that_is_claimed_counts_for_nothing(acme, msp):
    theirs = msp.new_tenant()
    for headers in ({"X-Tenant-Id": theirs.id}, {"X-Tenant": theirs.slug}, {"TENANTRY_SLUG": theirs.slug},
                    {"Tenantry-Scope": "admin"}, {"X-Org-Id": theirs.id}):
        listed = call_raw(acme.admin, "user.list", {}, **headers).json.result["items"]
        assert {one.tenant_id for one in listed} == {acme.id}
        assert call_raw(acme.admin, "user.list", {"tenant_id": theirs.id}, **headers).json.error.data.reason == "not_found"
    assert reason_of(acme.admin.call, "user.list", tenant_id=theirs.id) == "not_found"


def test_case_21_nobody_gives_oneself_more(acme):
    person = acme.join()
    for field, value in (("role", "admin"), ("role_name", "admin"), ("permissions", ["user.read"]), ("status", "active"),
                         ("email", "x@x.test"), ("tenant_id", acme.id), ("mfa_enabled", False), ("is_admin", True),
                         ("__proto__", {}), ("id", person.user.id), ("version", 1)):
        assert reason_of(person.call, "me.update", **{field: value}) == "invalid_params", field
    for method, params in (("user.set_role", {"role": "admin"}), ("user.grant_permission", {"permission": "user.read"})):
        assert reason_of(person.call, method, user_id=person.user.id, **params) == "permission_denied"
        assert reason_of(acme.admin.call, method, user_id=acme.admin.user.id, **params) == "own_role"
    assert person.call("me.get").permissions == []


def test_case_22_who_was_removed_keeps_nothing(acme):
    person = acme.join(role="admin")
    bearer = acme.guest
    bearer.sign_in(person.email, person.password, session="token")
    link = reset_link(acme, person.email)
    acme.admin.call("user.remove", user_id=person.user.id)
    for caller in (person, bearer, bearer.twin(acme.service.host("api"))):
        assert reason_of(caller.call, "user.list") == "auth_required"
    assert reason_of(acme.guest.sign_in, person.email, person.password) == "auth_failed"
    assert reason_of(acme.guest.call, "auth.reset_password", token=link.token, new_password=OTHER) is not None


@pytest.mark.parametrize("ending", ["reset", "deactivate", "suspend", "sign out", "change of password", "admin"])
def test_case_23_a_stolen_session_ends_with_what_it_stood_on(acme, ending):
    person = acme.join()
    thief = acme.guest
    thief.sign_in(person.email, person.password, session="token")
    thief.call("me.get")
    if ending == "reset":
        acme.guest.call("auth.reset_password", token=reset_link(acme, person.email).token, new_password=OTHER)
    elif ending == "deactivate":
        acme.admin.call("user.deactivate", user_id=person.user.id)
    elif ending == "suspend":
        acme.msp.admin.call("tenant.suspend", tenant_id=acme.id)
    elif ending == "sign out":
        person.call("auth.sign_out", all=True)
    elif ending == "change of password":
        person.call("me.change_password", current_password=person.password, new_password=OTHER)
    else:
        acme.admin.call("session.revoke", user_id=person.user.id)
    for caller in (thief, thief.twin(acme.service.host("api"))):
        assert reason_of(caller.call, "me.get") in ("auth_required", "tenant_suspended", "user_inactive")


def test_case_24_a_code_opens_once(acme, db):
    person = acme.join()
    secret, recovery = enrol(person)
    fresh_step(db, person)
    halves = [acme.guest for _ in range(4)]
    for half in halves:
        half.sign_in(person.email, person.password)
    code = code_of(secret)
    assert at_once(*[lambda half=half: half.call("auth.verify_mfa", code=code) for half in halves[:3]]).count(None) == 1
    assert reason_of(halves[3].call, "auth.verify_mfa", code=code) == "mfa_failed"
    halves[3].call("auth.verify_mfa", recovery_code=recovery[0])
    again = acme.guest
    again.sign_in(person.email, person.password)
    assert reason_of(again.call, "auth.verify_mfa", recovery_code=recovery[0]) == "mfa_failed"


def test_case_25_half_a_sign_in_opens_nothing(acme, db):
    person = acme.join(role="admin")
    enrol(person)
    acme.guest.call("auth.reset_password", token=reset_link(acme, person.email).token, new_password=OTHER)
    half = acme.guest
    half.sign_in(person.email, OTHER, session="token")
    guarded = [name for name, one in acme.service.contract.methods.items() if one["x-permission"] != "public"]
    params = {"me.change_password": {"current_password": OTHER, "new_password": GOOD + "x"}}
    allowed = {name for name in guarded if name != "auth.sign_out"
               and reason_of(half.call, name, **params.get(name, {})) != "step_up_required"}
    assert "me.get" in allowed and allowed <= {"auth.verify_mfa", "me.get", "me.enroll_totp", "me.confirm_totp"}
    assert reason_of(half.call, "me.enroll_totp") is not None


CREDENTIALS = {"me.change_communication_email": {"email": "thief@x.test"}, "me.enroll_totp": {}, "me.remove_totp": {},
               "me.new_recovery_codes": {}, "me.confirm_totp": {"code": "123456"}}


def test_case_26_a_stolen_session_changes_no_credentials(acme, db):
    person = acme.join()
    db.rows("UPDATE session s JOIN account a ON a.id = s.account_id SET s.authenticated_at = UTC_TIMESTAMP() - INTERVAL 6 MINUTE"
            " WHERE a.email = %s", person.email)
    for method, params in CREDENTIALS.items():
        assert reason_of(person.call, method, **params) == "step_up_required", method
    assert reason_of(person.call, "me.change_password", current_password=OTHER, new_password=GOOD + "x") == "auth_failed"


# ---- races ----

def test_case_27_two_admins_who_remove_one_another_leave_one(acme, msp):
    for method, more in (("user.remove", {}), ("user.deactivate", {}), ("user.set_role", {"role": "member"})):
        tenant = msp.new_tenant()
        one, two = tenant.admin, tenant.join(role="admin")
        heard = at_once(lambda: one.call(method, user_id=two.user.id, **more),
                        lambda: two.call(method, user_id=one.user.id, **more))
        left = msp.admin.call("user.list", tenant_id=tenant.id, role="admin", status="active")["items"]
        assert len(left) == 1 and heard.count(None) == 1, (method, heard)


def test_case_27_two_invitations_do_not_share_the_last_seat(acme):
    used = acme.msp.admin.call("tenant.get", tenant_id=acme.id).user_count + (acme._admin is None)
    admin = acme.admin
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={"max_users": used + 1})

    def invite():
        result = admin.twin().call("invitation.create", invitations=[{"email": unique("seat@x.test")}]).results[0]
        if result.error is not None:
            raise Refused("invitation.create", {"code": result.error.code, "message": "", "data": {"reason": result.error.reason}})
    heard = at_once(*[invite] * 4)
    assert heard.count(None) == 1 and set(heard) == {None, "seat_limit"}


def test_case_27_an_invitation_is_accepted_once(acme):
    link = invitation_link(acme, unique("new@x.test"))
    heard = at_once(*[lambda: acme.guest.accept(link.token)] * 4)
    assert heard.count(None) == 1 and set(heard) <= {None, "token_used", "busy"}, heard


# ---- what people write ----

@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\"><img src=x>"])
def test_case_28_markup_and_formulas_in_names_stay_text(acme, name):
    person = acme.join(first_name=name)
    assert person.call("me.get").user.first_name == name
    email = unique("friend@x.test")
    acme.admin.call("me.update", first_name=name)
    acme.invite(email, role="member", first_name=name)
    html = acme.mail_to(email).html
    assert "<script>alert" not in html and "<img src=x" not in html


@pytest.mark.parametrize("name", ["a\u202eb", "a\u2066b", "a\u200fb", "a\u0000b", "\u200b", " ", "a\tb"])
def test_case_28_hidden_signs_are_refused_in_names(acme, name):
    assert call_raw(acme.admin, "me.update", {"first_name": name}).json.error.code in (-32602, -32700)


def test_case_29_no_admin_reads_a_link_from_any_answer(acme, db):
    email = unique("new@x.test")
    link = invitation_link(acme, email)
    id = acme.admin.call("invitation.list")["items"][0].id
    person = acme.join()
    reset = reset_link(acme, person.email)
    heard = [acme.admin.call("invitation.get", invitation_id=id), acme.admin.call("invitation.list"),
             acme.admin.call("audit.list"), acme.admin.call("user.get", user_id=person.user.id),
             acme.admin.call("user.list"), acme.msp.admin.call("mail.list", to=email),
             acme.admin.call("user.reset_password", user_id=person.user.id),
             acme.admin.call("invitation.resend", invitation_id=id),
             acme.admin.call("config.get"), acme.admin.call("me.get")]
    text = json.dumps([plain(one) for one in heard])
    assert link.token not in text and reset.token not in text and "/invite#" not in text and "/reset#" not in text


def test_case_30_a_grant_is_checked_again_at_acceptance(acme):
    inviter = acme.join(role="admin")
    email = unique("heir@x.test")
    inviter.call("invitation.create", invitations=[{"email": email, "role": "admin"}])
    link = acme.mail_to(email).link()
    acme.admin.call("user.set_role", user_id=inviter.user.id, role="member")
    assert reason_of(acme.guest.accept, link.token) == "inviter_lost_right"


def test_case_31_only_the_invited_account_accepts(acme, msp, multi):
    person, thief, second = acme.join(), acme.join(), msp.new_tenant()
    link = invitation_link(second, person.email)
    assert reason_of(second.guest.accept, link.token, password=OTHER) == "auth_failed"
    signed_in = second.guest
    signed_in.cookies = dict(thief.cookies)
    assert reason_of(signed_in.accept, link.token, password=thief.password + "x") == "auth_failed"
    assert reason_of(second.guest.call, "invitation.accept", token=link.token, password=thief.password + "x",
                     email=thief.email) == "invalid_params"
    assert second.guest.accept(link.token, person.password).user.id == person.user.id


def test_case_32_a_link_is_dead_once_used_revoked_or_replaced(acme):
    used, revoked, replaced = (unique(f"{word}@x.test") for word in ("used", "revoked", "replaced"))
    links = {email: invitation_link(acme, email) for email in (used, revoked, replaced)}
    ids = {one.email: one.id for one in acme.admin.call("invitation.list")["items"]}
    acme.guest.accept(links[used].token)
    acme.admin.call("invitation.revoke", invitation_id=ids[revoked])
    acme.admin.call("invitation.resend", invitation_id=ids[replaced])
    acme.mail_to(replaced, "invitation", after=1)
    for email, reason in ((used, "token_used"), (revoked, "token_revoked"), (replaced, "token_revoked")):
        assert reason_of(acme.guest.accept, links[email].token, password=OTHER) == reason
    for email in (used, revoked):
        for method in ("invitation.resend", "invitation.create_link", "invitation.revoke"):
            assert reason_of(acme.admin.call, method, invitation_id=ids[email]) in ("not_pending", "not_found"), (email, method)
        assert reason_of(acme.admin.call, "invitation.update", invitation_id=ids[email], role="admin") in ("not_pending", "not_found")


@pytest.mark.parametrize("values", [
    {"branding_logo_url": "http://127.0.0.1/"}, {"branding_logo_url": "javascript:alert(1)"},
    {"branding_logo_url": "https://user@evil.example/"}, {"branding_logo_url": "data:text/html,x"},
    {"allowed_origins": ["*"]}, {"allowed_origins": ["null"]}, {"allowed_origins": ["http://a.example"]},
    {"allowed_origins": ["https://a.example/path"]}, {"branding_primary_color": "red;background:url(//x)"},
    {"smtp_host": "127.0.0.1"}, {"redirect_url": "https://evil.example"}, {"branding_support_email": "a@x.test\r\nBcc: b@x.test"}])
def test_case_33_nothing_that_an_admin_sets_leads_our_requests_elsewhere(acme, values):
    assert reason_of(acme.admin.call, "config.update", values=values) == "invalid_params"


def test_case_34_what_a_tenant_is_called_decides_no_sender_and_makes_no_link(msp):
    name = unique("Bank <a href=https://evil.example>click</a>")
    tenant = msp.new_tenant(name)
    tenant.admin.call("config.update", values={"branding_display_name": "Bank <b>\"x\"@evil.example</b>"})
    email = unique("victim@x.test")
    tenant.invite(email, role="member", message="<a href='https://evil.example'>here</a>")
    mail = tenant.mail_to(email)
    sender = mail.message["From"].addresses[0]
    assert sender.addr_spec.endswith(tenant.service.access.base_domain) or "evil" not in sender.addr_spec
    assert "href=https://evil" not in mail.html and "href='https://evil" not in mail.html and "<b>" not in mail.html


def test_case_36_an_msp_reaches_its_own_tenants_only_and_nobody_acts_as_another(acme, other_msp):
    for method, params in (("tenant.get", {}), ("user.list", {}), ("config.update", {"values": {}}), ("tenant.suspend", {}),
                           ("audit.list", {}), ("tenant.delete", {"confirm_name": acme.name})):
        assert reason_of(other_msp.admin.call, method, tenant_id=acme.id, **params) == "not_found", method
    assert not [name for name in acme.service.contract.methods if "impersonat" in name or "act_as" in name]


def test_case_37_the_slug_of_a_deleted_tenant_is_not_given_again(msp):
    tenant = msp.new_tenant()
    tenant.admin
    msp.admin.call("tenant.delete", tenant_id=tenant.id, confirm_name=tenant.name, grace_days=0)
    made = msp.admin.call("tenant.create", tenants=[{"tenant_name": unique("Heir"), "slug": tenant.slug}]).tenants[0]
    assert not made.success and made.error.reason == "slug_taken"


def test_case_38_a_key_does_what_it_was_made_for_and_no_more(acme, msp, service, db):
    made = acme.admin.call("api_key.create", name="bot", permissions=["user.read", "api_key.manage"])
    key = service.caller("api", api_key=made.secret)
    assert key.call("user.list")["items"]
    assert reason_of(key.call, "invitation.create", invitations=[{"email": "x@x.test"}]) == "permission_denied"
    assert reason_of(key.call, "user.list", tenant_id=msp.new_tenant().id) == "not_found"
    assert reason_of(key.call, "api_key.create", name="more", permissions=["user.set_role"]) in ("grant_not_held", "permission_denied")
    for path in (f"/v1/admin/tenants?api_key={made.secret}", f"/v1/admin/tenants?X-API-Key={made.secret}",
                 f"/v1/admin/tenants?access_token={made.secret}"):
        assert service.caller("api").http("GET", path).status == 401
    assert call_raw(service.caller("api"), "user.list", {}, Cookie=f"{COOKIE}={made.secret}").json.error.data.reason == "auth_required"
    assert reason_of(service.caller(msp.new_tenant().slug, api_key=made.secret).call, "user.list") == "key_invalid"
    for wrong in (made.secret[:-1], made.secret + "A", made.secret.swapcase(), made.secret[:11]):
        assert reason_of(service.caller("api", api_key=wrong).call, "user.list") == "key_invalid"
    db.rows("UPDATE api_key SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE name = 'bot' AND prefix = %s", made.api_key.prefix)
    assert reason_of(key.call, "user.list") == "key_invalid"
