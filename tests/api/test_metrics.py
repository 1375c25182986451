# SPDX-License-Identifier: MIT
"""What is counted and logged, and that whoever draws it asks for what there is."""

import json
import os
import re
import time

import pytest

from stack import fastcgi
from stack.layout import ROOT
from stack.ownpool import eventually, new_pool
from stack.scratch import Scratch

__all__ = ["new_pool"]

HEAD = re.compile(r"^# TYPE (\w+) (counter|gauge|histogram|summary)$", re.M)
PARTS = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("_sum", "_count")}
WANTED = {
    "tenantry_build_info", "tenantry_rpc_requests_total", "tenantry_rpc_request_duration_seconds",
    "tenantry_rpc_batch_items", "tenantry_workers", "tenantry_accept_queue_depth",
    "tenantry_db_query_duration_seconds", "tenantry_db_errors_total", "tenantry_mail_outbox",
    "tenantry_mail_sent_total", "tenantry_logins_total", "tenantry_pwhash_duration_seconds",
    "process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds"}


def say(pool, method, **params):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    return fastcgi.request(pool.socket, "POST", "/rpc", body, CONTENT_TYPE="application/json", TENANTRY_SCOPE="admin",
                           TENANTRY_HOST="admin.tenantry.localhost", HTTP_SEC_FETCH_SITE="same-origin")


def text(pool):
    answer = fastcgi.request(pool.socket, "GET", "/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return answer.body.decode()


def value(pool, sample):
    found = re.search(rf"^{re.escape(sample)} (\S+)$", text(pool), re.M)
    return float(found[1]) if found else 0


@pytest.fixture
def pool(new_pool):
    return new_pool(workers=2)


def test_every_metric_is_there_before_anything_happened(pool):
    shown = dict(HEAD.findall(text(pool)))
    assert WANTED <= set(shown)
    for name, kind in shown.items():
        assert (kind == "counter") == name.endswith("_total"), name
    for line in text(pool).splitlines():
        assert re.match(r'(# (HELP|TYPE) \w+ \S.*|\w+({\w+="[^"]*"(,\w+="[^"]*")*})? -?[0-9.]+)$', line), line


def test_calls_are_counted_by_method_and_reason(pool):
    say(pool, "system.version")
    say(pool, "me.get")
    say(pool, "auth.sign_in", email="nobody@x.test", password="nothing at all")
    assert value(pool, 'tenantry_rpc_requests_total{method="system.version",code="ok"}') == 1
    assert value(pool, 'tenantry_rpc_requests_total{method="me.get",code="auth_required"}') == 1
    assert value(pool, 'tenantry_logins_total{result="auth_failed"}') == 1
    assert value(pool, "tenantry_pwhash_duration_seconds_count") == 1
    assert value(pool, "tenantry_db_query_duration_seconds_count") > 1
    assert value(pool, 'tenantry_rpc_request_duration_seconds_bucket{method="me.get",le="+Inf"}') == 1
    assert value(pool, "tenantry_accept_queue_depth") == 0
    assert 0 < value(pool, "process_resident_memory_bytes") < 2 ** 31
    assert abs(value(pool, "process_start_time_seconds") - time.time()) < 60


def test_batches_are_counted_by_size(pool):
    for n in (1, 3, 21):
        calls = [{"jsonrpc": "2.0", "id": i, "method": "system.version"} for i in range(n)]
        fastcgi.request(pool.socket, "POST", "/rpc", json.dumps(calls).encode(), CONTENT_TYPE="application/json")
    buckets = [value(pool, f'tenantry_rpc_batch_items_bucket{{le="{size}"}}') for size in ("1", "2", "5", "20", "+Inf")]
    assert buckets == [1, 1, 2, 2, 3]
    assert value(pool, "tenantry_rpc_batch_items_sum") == 25 and value(pool, "tenantry_rpc_batch_items_count") == 3


def test_errors_of_the_database_are_counted_by_number(new_pool):
    scratch = Scratch()
    try:
        pool = new_pool(workers=1, db_name=scratch.name, db_user=scratch.owner, db_password=scratch.owner)
        assert say(pool, "tenant.resolve").json["error"]["data"]["reason"] == "internal"
        assert value(pool, 'tenantry_db_errors_total{errno="1146"}') >= 1      # there are no tables
    finally:
        scratch.drop()


def sent_by_the_stack():
    path = os.path.join(os.path.dirname(os.environ["STACK_ACCESS"]), "run", "pool.sock")
    shown = fastcgi.request(path, "GET", "/metrics").body.decode()
    return int(re.search(r'^tenantry_mail_sent_total{result="sent"} (\d+)$', shown, re.M)[1])


def test_mails_are_counted_where_they_are_sent(service, msp, unique):
    before, to = sent_by_the_stack(), unique("counted@x.test")
    msp.admin.call("mail.send_test", to=to)
    service.mail_to(to)
    eventually(lambda: sent_by_the_stack() > before)


def test_the_dashboard_asks_for_metrics_that_there_are(pool):
    with open(os.path.join(ROOT, "examples", "grafana.json"), encoding="utf-8") as file:
        board = json.load(file)
    known = set()
    for name, kind in HEAD.findall(text(pool)):
        known |= {name + part for part in PARTS.get(kind, ("",))}
    asked = [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]
    assert len(asked) >= 12
    named = set()
    for expression in asked:
        found = set(re.findall(r"\b(?:tenantry|process)_\w+", expression))
        assert found and found <= known, expression
        assert expression.count("(") == expression.count(")") and expression.count("{") == expression.count("}")
        named |= found
    assert {re.sub("_(bucket|sum|count)$", "", one) for one in named} >= WANTED - {"tenantry_build_info"}
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def said(logs, word):
    """The lines with that word, of all logs."""
    found = []
    for path in logs:
        with open(path, encoding="utf-8", errors="replace") as file:
            found += [line for line in file if word in line]
    return "".join(found)


def test_a_request_id_goes_from_nginx_to_log_audit_and_database(service, acme, db):
    answer = acme.admin.http("POST", "/rpc", {"jsonrpc": "2.0", "id": 1, "method": "me.update",
                                              "params": {"first_name": "Traced"}})
    request_id = answer.headers["X-Request-Id"]
    folder = os.path.join(os.path.dirname(os.environ["STACK_ACCESS"]), "log")
    logs = [os.path.join(folder, name) for name in os.listdir(folder)]
    eventually(lambda: " /rpc HTTP/" in said(logs, request_id))
    assert f"request_id={request_id} method=me.update" in said(logs, request_id)
    assert db.rows("SELECT id FROM audit WHERE request_id = %s", request_id)


def test_statements_are_logged_with_the_request_that_made_them(new_pool):
    pool = new_pool(workers=1, log_level="debug", log_format="json")
    say(pool, "tenant.resolve")
    lines = [json.loads(line) for line in pool.logged().splitlines() if line.startswith("{")]
    call = next(line for line in lines if line["event"] == "call")
    made = [line for line in lines if line["event"] == "db" and line.get("request_id") == call["request_id"]]
    assert made and all(isinstance(line["us"], int) and line["statement"] for line in made)
    assert isinstance(call["ms"], float) and call["tenant"] is None and call["code"] == "none"
    assert all(line["ts"].endswith("Z") and isinstance(line["pid"], int) for line in lines)
