# SPDX-License-Identifier: MIT
"""What a worker says before anything becomes a call; without a web server in between."""

import pytest

from stack import fastcgi
from stack.ownpool import CALL, new_pool

__all__ = ["new_pool"]

MIB = 1024 * 1024
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}


@pytest.fixture
def ask(new_pool):
    """Sends one request to a worker."""
    pool = new_pool(workers=1)
    return lambda *request, **params: fastcgi.request(pool.socket, *request, **params)


def assert_refused(answer, status):
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.json["id"] is None and answer.json["jsonrpc"] == "2.0"
    assert answer.json["error"]["message"]
    assert answer.json["error"]["data"]["reason"]


def test_every_answer_carries_the_headers(ask):
    for answer in (ask("POST", "/rpc", CALL), ask("GET", "/rpc"), ask("GET", "/nowhere"), ask("GET", "/healthz")):
        assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
        assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_the_request_id_of_the_web_server_comes_back(ask):
    assert ask("POST", "/rpc", CALL, TENANTRY_REQUEST_ID="abc123").headers["X-Request-Id"] == "abc123"


@pytest.mark.parametrize("wrong", ["", "a b", "a\r\nSet-Cookie: x=y", "x" * 65, "ä"])
def test_a_request_id_that_is_none_is_replaced(ask, wrong):
    answer = ask("POST", "/rpc", CALL, TENANTRY_REQUEST_ID=wrong)
    assert len(answer.headers["X-Request-Id"]) == 32
    assert answer.headers["Set-Cookie"] is None


def test_an_unknown_path_comes_before_all_else(ask):
    assert_refused(ask("PUT", "/nowhere", b"x", CONTENT_TYPE="text/plain", CONTENT_LENGTH="99"), 404)


def test_a_wrong_method_comes_before_the_type(ask):
    answer = ask("PUT", "/rpc", b"x", CONTENT_TYPE="text/plain")
    assert_refused(answer, 405)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("method", ["GET", "HEAD", "TRACE", "OPTIONS", "post", "", "POSTS"])
def test_only_post_reaches_rpc(ask, method):
    assert_refused(ask(method, "/rpc"), 405)


@pytest.mark.parametrize("content_type", [
    "application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8",
    'application/json; charset="utf-8"', "application/json-rpc", "application/jsonrequest"])
def test_types_of_json_are_taken(ask, content_type):
    assert ask("POST", "/rpc", CALL, CONTENT_TYPE=content_type).status == 200


@pytest.mark.parametrize("content_type", [
    "", None, "text/plain", "application/jsonx", "application/json; charset=latin1", "application/json;",
    "application/json; charset=utf-8; x=y", "application/json, text/plain", "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x", " application/json"])
def test_any_other_type_is_refused_before_the_length(ask, content_type):
    assert_refused(ask("POST", "/rpc", CALL, CONTENT_TYPE=content_type, CONTENT_LENGTH=None), 415)


@pytest.mark.parametrize("length", [None, "", "-1", "1x", "0x10", " 5", "9" * 30])
def test_a_length_that_is_none_is_refused(ask, length):
    assert_refused(ask("POST", "/rpc", CALL, CONTENT_LENGTH=length), 411)


@pytest.mark.parametrize("difference", [-1, 1, 1000])
def test_a_body_of_another_length_is_refused(ask, difference):
    assert_refused(ask("POST", "/rpc", CALL, CONTENT_LENGTH=str(len(CALL) + difference)), 400)


def test_a_body_of_one_mebibyte_is_read(ask):
    assert ask("POST", "/rpc", CALL.ljust(MIB)).status == 200


@pytest.mark.parametrize("size", [MIB + 1, 32 * MIB, 33 * MIB])
def test_a_larger_one_is_not_without_credentials(ask, size):
    assert_refused(ask("POST", "/rpc", CALL.ljust(size)), 413)


def test_wrong_credentials_do_not_make_it_readable(ask):
    assert_refused(ask("POST", "/rpc", CALL.ljust(2 * MIB), HTTP_X_API_KEY="tk_nonsense"), 413)


def test_an_empty_body_is_no_json(ask):
    answer = ask("POST", "/rpc", b"")
    assert answer.status == 200 and answer.json["error"]["code"] == -32700


def test_health_and_readiness(ask):
    assert ask("GET", "/healthz").json == {"status": "ok"}
    assert ask("GET", "/readyz").json == {"status": "ready"}
    assert_refused(ask("POST", "/healthz", b""), 405)


def test_without_a_database_it_is_healthy_but_not_ready(new_pool):
    pool = new_pool(workers=1, db_socket="/nowhere/database.sock")
    assert fastcgi.request(pool.socket, "GET", "/healthz").status == 200
    answer = fastcgi.request(pool.socket, "GET", "/readyz")
    assert answer.status == 503 and answer.headers["Retry-After"] == "1"


def test_the_published_document_is_that_of_the_program(ask):
    document = ask("GET", "/openrpc.json")
    assert document.headers["Content-Type"].startswith("application/json")
    assert document.json["openrpc"]


def test_metrics_count_what_happened(ask):
    ask("GET", "/nowhere")
    text = ask("GET", "/metrics").body.decode()
    assert "tenantry_http_refused_total 1" in text
    assert 'tenantry_workers{state="busy"} 1' in text
