# SPDX-License-Identifier: MIT
"""Pages of other origins: those that allowed_origins lists may call with a bearer token, none else."""

import pytest

from stack.client import unique

ME = {"jsonrpc": "2.0", "id": 1, "method": "me.get", "params": {}}
WHO = "Access-Control-Allow-Origin"


@pytest.fixture(scope="module")
def shop(service):
    """A tenant whose own front end stands elsewhere: .origin, .bearer."""
    shop = service.demo_msp.new_tenant()
    shop.origin = f"https://{unique('shop')}.example.com"
    shop.admin.call("config.update", values={"allowed_origins": [shop.origin]})
    person = shop.join()
    bearer = shop.guest
    bearer.sign_in(person.email, person.password, session="token")
    shop.bearer = bearer
    return shop


def ask_first(caller, origin, path="/rpc", method="POST"):
    """The question that a browser asks before it calls; it carries no credentials."""
    return caller.service.caller(caller.host.split(".")[0]).http("OPTIONS", path, headers={
        "Origin": origin, "Sec-Fetch-Site": "cross-site", "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type"})


def call_from(caller, origin, **headers):
    return caller.http("POST", "/rpc", ME, {"Origin": origin, "Sec-Fetch-Site": "cross-site", **headers})


def says_nothing(answer):
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    assert answer.headers["Vary"] == "Origin"


def here_and_at_the_api(shop):
    return shop.bearer, shop.bearer.twin(shop.service.host("api"))


def test_a_listed_origin_may_ask_and_call(shop):
    for caller in here_and_at_the_api(shop):
        asked = ask_first(caller, shop.origin)
        assert asked.status == 204 and asked.body == b""
        assert asked.headers[WHO] == shop.origin
        assert "POST" in asked.headers["Access-Control-Allow-Methods"]
        assert {"authorization", "content-type"} <= {
            one.strip().lower() for one in asked.headers["Access-Control-Allow-Headers"].split(",")}
        answer = call_from(caller, shop.origin)
        assert answer.json.result.user.email
        assert answer.headers.get_all(WHO) == [shop.origin] and answer.headers["Vary"] == "Origin"


@pytest.mark.parametrize("origin", [
    "https://evil.example", "null", "http://{}", "https://{}.evil.example", "https://x.{}", "https://{}:444", "*", ""])
def test_other_origins_get_no_answer_that_a_page_could_read(shop, origin):
    origin = origin.format(shop.origin.removeprefix("https://"))
    for caller in here_and_at_the_api(shop):
        says_nothing(ask_first(caller, origin))
        says_nothing(call_from(caller, origin))


def test_no_page_elsewhere_is_ever_allowed_to_send_cookies(shop):
    browser = shop.join()
    for answer in (ask_first(browser, shop.origin), call_from(browser, shop.origin)):
        assert answer.headers["Access-Control-Allow-Credentials"] is None
    assert answer.json.error.data.reason == "bad_origin"


def test_what_one_tenant_lists_opens_nothing_of_another(shop, msp):
    other = msp.new_tenant()
    person = other.join()
    bearer = other.guest
    bearer.sign_in(person.email, person.password, session="token")
    says_nothing(ask_first(bearer, shop.origin))
    says_nothing(call_from(bearer, shop.origin))
    says_nothing(call_from(bearer.twin(shop.service.host("api")), shop.origin))


def test_an_origin_that_is_no_longer_listed_is_as_any_other(msp):
    shop, origin = msp.new_tenant(), f"https://{unique('gone')}.example.com"
    shop.admin.call("config.update", values={"allowed_origins": [origin]})
    assert ask_first(shop.guest, origin).status == 204
    shop.admin.call("config.update", values={"allowed_origins": []})
    says_nothing(ask_first(shop.guest, origin))
    says_nothing(ask_first(shop.service.caller("api"), origin))


def test_one_may_sign_in_from_a_listed_origin_by_token_only(shop):
    person = shop.join()
    body = {"jsonrpc": "2.0", "id": 1, "method": "auth.sign_in",
            "params": {"email": person.email, "password": person.password, "session": "token"}}
    sent = {"Origin": shop.origin, "Sec-Fetch-Site": "cross-site"}
    answer = shop.guest.http("POST", "/rpc", body, sent)
    assert answer.json.result.access_token and answer.headers[WHO] == shop.origin
    body["params"]["session"] = "cookie"
    answer = shop.guest.http("POST", "/rpc", body, sent)
    assert answer.json.error.data.reason == "bad_origin" and answer.headers["Set-Cookie"] is None


def test_a_page_of_ours_needs_none_of_it(shop):
    says_nothing(call_from(shop.admin, f"https://{shop.host}", **{"Sec-Fetch-Site": "same-origin"}))


def test_the_REST_view_is_open_to_the_same(shop):
    asked = ask_first(shop.bearer, shop.origin, "/v1/admin/tenants", "GET")
    assert asked.status == 204 and "PATCH" in asked.headers["Access-Control-Allow-Methods"]
    answer = shop.bearer.http("GET", "/v1/admin/tenants", headers={"Origin": shop.origin})
    assert answer.headers[WHO] == shop.origin and "X-Total-Count" in answer.headers["Access-Control-Expose-Headers"]


def test_what_is_no_question_of_a_browser_is_a_wrong_method(service):
    assert service.caller("api").http("OPTIONS", "/rpc").status == 405
