# SPDX-License-Identifier: MIT
"""What every call has for free: dry_run, idempotency_key, if_version, batches, notifications,
all faults at once, one audit event, ids echoed as they were sent."""

import contextlib
import fcntl
import json
import os
import tempfile
import threading

import pytest

from stack import fastcgi
from stack.client import plain, refused, unique
from stack.ownpool import Pool, eventually, title


def audited(db, action, who):
    """What stands in the audit of one person's doing."""
    return db.rows("SELECT a.email, e.refusal, e.changes FROM audit e JOIN account a ON a.id = e.actor_id"
                   " WHERE e.action = %s AND a.email = %s", action, who.email)


# ---- dry_run ----

def test_a_dry_run_answers_the_same_and_leaves_nothing(acme, db):
    email = unique("dry@x.test")
    dry = acme.admin.call("invitation.create", invitations=[{"email": email}], dry_run=True)
    assert dry.dry_run is True and dry.total_created == 1
    assert dry.results[0].invitation.email == email
    assert db.rows("SELECT id FROM account WHERE email = %s", email) == []
    assert db.rows("SELECT id FROM mail WHERE to_address = %s", email) == []
    assert audited(db, "invitation.create", acme.admin) == []
    real = acme.admin.call("invitation.create", invitations=[{"email": email}])
    assert "dry_run" not in real and real.total_created == 1
    assert len(audited(db, "invitation.create", acme.admin)) == 1


def test_a_dry_run_uses_no_key_up(acme):
    key = unique("key")
    name = unique("Dry")
    for _ in range(2):
        acme.msp.admin.call("tenant.create", tenants=[{"tenant_name": name}], dry_run=True, idempotency_key=key)
    made = acme.msp.admin.call("tenant.create", tenants=[{"tenant_name": name}], idempotency_key=key)
    assert made.total_tenants_created == 1


def test_methods_that_try_secrets_offer_no_dry_run(acme):
    with refused(-32602, "invalid_params"):
        acme.guest.call("auth.sign_in", email="a@x.test", password="x", dry_run=True)


# ---- idempotency_key ----

def test_the_same_call_again_gets_the_same_answer_and_does_nothing(acme, db):
    email, key = unique("once@x.test"), unique("key")
    first = acme.admin.call("invitation.create", invitations=[{"email": email}], idempotency_key=key)
    again = acme.admin.call("invitation.create", invitations=[{"email": email}], idempotency_key=key)
    assert first == again
    assert len(db.rows("SELECT id FROM mail WHERE to_address = %s", email)) == 1
    assert len(audited(db, "invitation.create", acme.admin)) == 1


def test_the_order_of_members_makes_no_other_call(acme):
    email, key = unique("order@x.test"), unique("key")
    first = acme.admin.call("invitation.create", send_email=False, idempotency_key=key,
                            invitations=[{"email": email, "first_name": "Ann"}])
    again = acme.admin.call("invitation.create", invitations=[{"first_name": "Ann", "email": email}],
                            idempotency_key=key, send_email=False)
    assert first == again


def test_another_call_under_the_same_key_is_refused(acme):
    key = unique("key")
    acme.admin.call("invitation.create", invitations=[{"email": unique("a@x.test")}], idempotency_key=key)
    with refused(409, "idempotency_mismatch", "idempotency_key"):
        acme.admin.call("invitation.create", invitations=[{"email": unique("b@x.test")}], idempotency_key=key)
    with refused(409, "idempotency_mismatch"):
        acme.admin.call("me.update", first_name="Ann", idempotency_key=key)


def test_a_key_belongs_to_one_caller(acme):
    key = unique("key")
    acme.admin.call("me.update", first_name="Ann", idempotency_key=key)
    person = acme.join()
    assert person.call("me.update", first_name="Bob", idempotency_key=key).first_name == "Bob"


def test_a_refused_call_uses_no_key_up(acme):
    email, key = unique("late@x.test"), unique("key")
    acme.invite(email)
    refused_once = acme.admin.call("invitation.create", invitations=[{"email": email}], idempotency_key=key)
    assert refused_once.results[0].error.reason == "email_taken"
    with refused(404, "not_found"):
        acme.admin.call("user.deactivate", user_id="user_00000000000000000000000004",
                        idempotency_key=key + "x")


def test_a_key_is_free_again_after_a_day(acme, db):
    key = unique("key")
    acme.admin.call("me.update", first_name="Ann", idempotency_key=key)
    db.rows("UPDATE idempotency SET created_at = created_at - INTERVAL 25 HOUR")
    assert acme.admin.call("me.update", first_name="Eve", idempotency_key=key).first_name == "Eve"


def test_of_many_at_once_one_does_it_and_all_get_its_answer(acme, db):
    email, key, answers, admin = unique("many@x.test"), unique("key"), [], acme.admin

    def call():
        answers.append(admin.twin().call("invitation.create", invitations=[{"email": email}], idempotency_key=key))

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and all(answer == answers[0] for answer in answers)
    assert len(db.rows("SELECT id FROM mail WHERE to_address = %s", email)) == 1


def test_a_kept_answer_shows_no_secret_in_a_dump(acme, db):
    made = acme.admin.call("api_key.create", name="kept", permissions=["user.read"], idempotency_key=unique("key"))
    rows = repr([plain(row) for row in db.rows("SELECT * FROM idempotency")])
    assert made.secret not in rows and "api_key" not in rows


class Pipe:
    """A log that a pool waits for when nobody reads it."""

    def __init__(self, path):
        os.mkfifo(path)
        self.fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self.fd, fcntl.F_SETPIPE_SZ, 4096)
        self.reading = threading.Event()
        self._at_work = threading.Lock()
        self.closed = False
        self.resume()
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self):
        while not self.closed:
            self.reading.wait(0.05)
            with contextlib.suppress(BlockingIOError, OSError), self._at_work:
                if self.reading.is_set():
                    os.read(self.fd, 65536)

    def resume(self):
        self.reading.set()

    def fill(self):
        self.reading.clear()
        with contextlib.suppress(BlockingIOError), self._at_work:
            while True:
                os.write(self.fd, b"x")


@pytest.fixture
def stalled_pool(service):
    """A pool whose workers stop between commit and answer: when they log the call."""
    with tempfile.TemporaryDirectory(prefix="pool-") as folder:
        pool = Pool(folder, {"workers": 2, "mail_from": "no-reply@x.test"})
        pool.pipe = Pipe(pool.log)
        try:
            yield pool.start()
        finally:
            pool.pipe.resume()
            pool.end()
            pool.pipe.closed = True


def outcome_of(exchange):
    try:
        return exchange.answer()
    except fastcgi.Lost:
        return "lost"


def test_a_worker_killed_between_commit_and_answer_leaves_one_row_one_mail_one_answer(acme, db, service, stalled_pool):
    email, key = unique("killed@x.test"), unique("key")
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "invitation.create", "params": {
        "tenant_id": acme.id, "invitations": [{"email": email}], "idempotency_key": key}}).encode()
    credentials = {"HTTP_X_API_KEY": service.access.api_key}
    params = fastcgi.params_of("POST", "/rpc", body, **credentials)

    stalled_pool.pipe.fill()
    exchange = fastcgi.Exchange(stalled_pool.socket, params)
    exchange.send(body)
    lost = []
    waiting = threading.Thread(target=lambda: lost.append(outcome_of(exchange)))
    waiting.start()
    eventually(lambda: db.rows("SELECT id FROM invitation WHERE email = %s", email))
    busy = eventually(lambda: [pid for pid in stalled_pool.children() if "invitation.create" in title(pid)])
    os.kill(busy[0], 9)
    stalled_pool.pipe.resume()
    waiting.join()
    assert lost == ["lost"]

    again = [fastcgi.request(stalled_pool.socket, "POST", "/rpc", body, **credentials).json for _ in range(2)]
    assert again[0] == again[1] and again[0]["result"]["total_created"] == 1
    assert len(db.rows("SELECT id FROM invitation WHERE email = %s", email)) == 1
    assert len(db.rows("SELECT id FROM mail WHERE to_address = %s", email)) == 1
    assert len(db.rows("SELECT e.id FROM audit e JOIN invitation i ON i.id = e.target_id WHERE i.email = %s", email)) == 1
    service.mailbox.newest(email)
    assert len(service.mailbox.all(email)) == 1


# ---- if_version ----

def test_a_change_of_what_somebody_else_changed_is_refused(acme):
    person = acme.join()
    seen = acme.admin.call("user.get", user_id=person.user.id)
    changed = acme.admin.call("user.update", user_id=seen.id, first_name="Ann", if_version=seen.version)
    assert changed.version > seen.version
    with refused(409, "version_conflict", "if_version"):
        acme.admin.call("user.update", user_id=seen.id, first_name="Bob", if_version=seen.version)
    assert acme.admin.call("user.get", user_id=seen.id).first_name == "Ann"


# ---- envelope ----

def raw(caller, text):
    answer = caller.post_raw(text if isinstance(text, bytes) else text.encode())
    return json.loads(answer.body) if answer.body else answer.status


@pytest.mark.parametrize("identity", ['1', '"a"', 'null', '1.5', '-0', '1e3', '"\\u00e9"', '12345678901234567890'])
def test_an_id_comes_back_as_it_was_sent(service, identity):
    answer = service.caller("api").post_raw(f'{{"jsonrpc":"2.0","id":{identity},"method":"system.version"}}'.encode())
    assert answer.body.endswith(f'"id":{identity}}}'.replace("\\u00e9", "\u00e9").encode())


@pytest.mark.parametrize("text, code", [
    ('', -32700), ('{', -32700), ('nonsense', -32700), ('{"a":1,"a":2}', -32700), ('[1,]', -32700),
    ('{"jsonrpc":"2.0","id":1,"method":"system.version"} x', -32700), ('"\\ud800"', -32700), ('/**/1', -32700),
    ('[' * 40 + ']' * 40, -32700), ('{"a":"\\u0000"}', -32700),
    ('1', -32600), ('"x"', -32600), ('[]', -32600), ('{}', -32600), ('[1]', -32600),
    ('{"jsonrpc":"1.0","id":1,"method":"system.version"}', -32600),
    ('{"jsonrpc":"2.0","id":{},"method":"system.version"}', -32600),
    ('{"jsonrpc":"2.0","id":1,"method":7}', -32600),
    ('{"jsonrpc":"2.0","id":1,"method":"system.version","params":"x"}', -32600),
    ('{"jsonrpc":"2.0","id":1,"method":"no.such"}', -32601),
    ('{"jsonrpc":"2.0","id":1,"method":"system.version","params":[1]}', -32602),
])
def test_what_is_no_call_is_told_so(service, text, code):
    reply = raw(service.caller("api"), text)
    error = (reply[0] if isinstance(reply, list) else reply)["error"]
    assert error["code"] == code and error["data"]["reason"] and error["message"]


def test_bytes_that_are_no_utf8_are_no_json(service):
    assert raw(service.caller("api"), b'{"jsonrpc":"2.0","id":1,"method":"\xc0\xaf"}')["error"]["code"] == -32700


def test_the_order_of_refusals(acme, service):
    """Unknown method, then credentials, permission, parameters, rules."""
    nobody, member = service.caller("admin"), acme.join()
    with refused(-32601):
        nobody.call("tenant.nonsense", surprise=1)
    with refused(401, "auth_required"):
        nobody.call("tenant.update", surprise=1)
    with refused(403, "permission_denied"):
        member.call("tenant.update", surprise=1)
    with refused(-32602, "invalid_params"):
        acme.msp.admin.call("tenant.update", surprise=1)
    with refused(404, "not_found"):
        acme.msp.admin.call("tenant.update", tenant_id="tenant_00000000000000000000000003", name="X")


def test_all_faults_of_a_call_are_told_at_once(acme):
    with refused(-32602, "invalid_params") as e:
        acme.admin.call("invitation.create", surprise=1, expires_in_hours=0, invitations=[
            {"email": "right@x.test"}, {"email": "wrong", "first_name": 7}, {"role": "member"}])
    told = {(fault.field, fault.rule) for fault in e.data.faults}
    assert told == {("surprise", "unknown"), ("expires_in_hours", "range"), ("invitations[1].email", "format"),
                    ("invitations[1].first_name", "type"), ("invitations[2].email", "required")}
    assert e.data.field == e.data.faults[0].field


# ---- batches and notifications ----

def test_a_batch_runs_in_order_each_call_on_its_own(acme):
    first, second = unique("one@x.test"), unique("two@x.test")
    outcomes = acme.admin.batch([
        ("invitation.create", {"invitations": [{"email": first}]}),
        ("user.get", {"user_id": "user_00000000000000000000000004"}),
        ("invitation.create", {"invitations": [{"email": first}]}),
        ("invitation.create", {"invitations": [{"email": second}]}),
        ("invitation.list", {"query": first})])
    assert outcomes[0].total_created == 1 and outcomes[1].reason == "not_found"
    assert outcomes[2].results[0].error.reason == "email_taken"
    assert outcomes[3].total_created == 1
    assert [one.email for one in outcomes[4]["items"]] == [first]


def test_a_batch_holds_fifty(service):
    call = '{"jsonrpc":"2.0","id":1,"method":"system.version"}'
    caller = service.caller("api")
    assert len(raw(caller, "[" + ",".join([call] * 50) + "]")) == 50
    assert raw(caller, "[" + ",".join([call] * 51) + "]")["error"]["code"] == -32600


def test_sign_in_and_passwords_are_refused_in_a_batch(acme):
    outcomes = acme.guest.batch([("auth.sign_in", {"email": "a@x.test", "password": "x"}), ("system.version", {})])
    assert (outcomes[0].code, outcomes[0].reason) == (422, "not_in_batch")
    assert "version" in outcomes[1]


def test_a_notification_is_done_and_not_answered(acme, db):
    email = unique("quiet@x.test")
    acme.admin.notify("invitation.create", invitations=[{"email": email}])
    assert len(db.rows("SELECT id FROM invitation WHERE email = %s", email)) == 1
    note = '{"jsonrpc":"2.0","method":"system.version"}'
    assert raw(acme.guest, f"[{note},{note}]") == 204


# ---- audit and request ids ----

def test_every_change_leaves_one_audit_event_and_no_secret(acme, db):
    person = acme.join()
    person.call("me.change_password", current_password=person.password, new_password="quite-Another-harbour-3")
    events = audited(db, "me.change_password", person)
    assert len(events) == 1 and events[0].refusal is None
    assert person.password not in events[0].changes and "quite-Another" not in events[0].changes


def test_one_request_id_stands_in_answer_audit_and_log(acme, db):
    acme.admin.call("me.update", first_name="Rhea")
    request_id = acme.admin.last.headers["X-Request-Id"]
    assert len(db.rows("SELECT id FROM audit WHERE request_id = %s", request_id)) == 1
    log = os.path.join(os.path.dirname(os.environ["STACK_ACCESS"]), "log", "tenantry.log")
    with open(log, encoding="utf-8") as file:
        assert any(f"id={request_id} method=me.update" in line for line in file)


def test_two_that_lock_each_other_out_both_succeed_in_the_end(acme, db):
    """A deadlock replays the loser's whole call."""
    people = [acme.join() for _ in range(2)]
    failures = []

    def change(caller, order):
        for _ in range(10):
            for who in order:
                try:
                    caller.call("user.update", user_id=who.user.id, first_name=unique("N"))
                except Exception as fault:  # noqa: BLE001  any of them is a failure
                    failures.append(fault)

    threads = [threading.Thread(target=change, args=(acme.admin.twin(), order))
               for order in (people, people[::-1], people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
