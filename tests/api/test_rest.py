# SPDX-License-Identifier: MIT
"""The documented tenant API, word for word: a client of it only changes the host."""

import json

import pytest

from stack.client import unique
from stack.record import plain

TENANT = {"id", "name", "primary_package_name", "additional_package_names", "user_count", "status", "created_at",
          "total_credits_used", "total_credit_limit", "tenant_config"}
CONFIG = {"beta_features", "mfa_required", "default_model_name"}
RESULT = {"tenant_name", "tenant_id", "success", "error", "total_new_users_created", "total_new_users_failed",
          "new_users_failed_emails", "purchase_occurred"}


@pytest.fixture
def api(msp, service):
    """A back end with the demo MSP's key, at api.BASE."""
    return service.caller("api", api_key=service.access.api_key)


def get(api, path, status=200):
    answer = api.http("GET", path)
    assert answer.status == status, answer
    return answer


def body(answer):
    return json.loads(answer.body)


def test_R67_without_a_key_nothing_is_said(service):
    answer = service.caller("api").http("GET", "/v1/admin/tenants")
    assert answer.status == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = body(answer)
    assert problem["status"] == 401 and problem["reason"] == "auth_required" and problem["title"]
    assert service.caller("api", api_key="tk_wrong").http("GET", "/v1/admin/tenants").status == 401


def test_R68_R71_a_list_of_tenants_with_the_documented_members_alone(api, acme):
    answer = get(api, f"/v1/admin/tenants?name={acme.name}")
    (one,) = body(answer)
    assert set(one) == TENANT and set(one["tenant_config"]) == CONFIG
    assert one["id"] == acme.id and one["status"] == "active"
    assert answer.headers["X-Total-Count"] == "1" and answer.headers.get("Link") is None
    assert answer.headers["Cache-Control"] == "no-store"


def test_R69_R70_limit_and_offset(api, msp):
    for _ in range(3):
        msp.new_tenant()
    first = get(api, "/v1/admin/tenants?limit=2")
    assert len(body(first)) == 2 and int(first.headers["X-Total-Count"]) >= 3
    assert first.headers["Link"] == '</v1/admin/tenants?limit=2&offset=2>; rel="next"'
    second = get(api, "/v1/admin/tenants?limit=2&offset=2")
    assert not {one["id"] for one in body(first)} & {one["id"] for one in body(second)}
    for query in "limit=0", "limit=101", "limit=x", "offset=-1", "nope=1":
        problem = body(get(api, "/v1/admin/tenants?" + query, 400))
        assert problem["reason"] == "invalid_params" and problem["field"] == query.partition("=")[0]


def test_R72_the_own_msp(api, msp):
    shown = body(get(api, "/v1/admin/tenants/msp"))
    assert set(shown) == {"name", "primary_package_name", "total_credits_used", "total_credit_limit", "user_count",
                          "created_at"}


def test_R73_one_tenant(api, acme):
    shown = body(get(api, f"/v1/admin/tenants/{acme.id}"))
    assert set(shown) == TENANT | {"disabled_model_names"} and shown["disabled_model_names"] == []
    assert body(get(api, f"/v1/admin/tenants/{acme.id[:20]}0000{acme.id[24:]}", 404))["reason"] == "not_found"
    assert body(get(api, "/v1/admin/tenants/tenant_x", 400))["field"] == "tenant_id"


def test_R74_R76_users_of_a_tenant(api, acme):
    person = acme.join()
    users = body(get(api, f"/v1/admin/tenants/{acme.id}/users?limit=10"))
    assert {frozenset(one) for one in users} == {frozenset(
        ("id", "email", "first_name", "last_name", "tenant_id", "role_name", "last_sign_in_at"))}
    assert person.email in [one["email"] for one in users]


def test_R88_R91_creating(api, msp):
    name, email = unique("Rest"), unique("rest@x.test")
    answer = api.http("POST", "/v1/admin/tenants", {"tenants": [
        {"tenant_name": name, "users": [{"email": email, "first_name": "R", "role": "admin"}, {"email": "bad"}]},
        {"tenant_name": msp.new_tenant().name}]})
    assert answer.status == 200, answer
    made = body(answer)
    assert set(made) == {"message", "total_tenants_created", "total_tenants_failed", "tenants"}
    assert (made["total_tenants_created"], made["total_tenants_failed"]) == (1, 1)
    one, two = made["tenants"]
    assert set(one) == set(two) == RESULT
    assert one["success"] and one["error"] is None and one["new_users_failed_emails"] == ["bad"]
    assert two["tenant_id"] is None and isinstance(two["error"], str) and two["error"]


def test_creating_with_key_and_as_a_trial(api, msp):
    name = unique("RestKey")
    call = {"tenants": [{"tenant_name": name}]}
    trial = api.http("POST", "/v1/admin/tenants?dry_run=true", call)
    assert trial.status == 200 and body(trial)["total_tenants_created"] == 1
    headers = {"Idempotency-Key": unique("rest")}
    first = api.http("POST", "/v1/admin/tenants", call, headers)
    again = api.http("POST", "/v1/admin/tenants", call, headers)
    assert first.body == again.body and body(first)["total_tenants_created"] == 1
    other = api.http("POST", "/v1/admin/tenants", {"tenants": [{"tenant_name": unique("x")}]}, headers)
    assert (other.status, body(other)["reason"]) == (409, "idempotency_mismatch")


def test_R92_R96_configuration_by_patch(api, acme):
    path = f"/v1/admin/tenants/{acme.id}/config"
    answer = api.http("PATCH", path, {"beta_features": True, "mfa_required": True, "default_model_name": "gpt-4o"})
    assert answer.status == 200, answer
    assert body(answer) == {"beta_features": True, "mfa_required": True, "default_model_name": "gpt-4o"}
    assert body(api.http("PATCH", path, {"default_model_name": "", "mfa_required": False})) == \
        {"beta_features": True, "mfa_required": False, "default_model_name": None}
    assert body(api.http("PATCH", path, {})) == {"beta_features": True, "mfa_required": False,
                                                 "default_model_name": None}
    problem = api.http("PATCH", path, {"beta_features": 1})
    assert (problem.status, body(problem)["field"]) == (400, "values.beta_features")


def test_if_match(api, acme):
    version = acme.msp.admin.call("config.get", tenant_id=acme.id).version
    path = f"/v1/admin/tenants/{acme.id}/config"
    assert api.http("PATCH", path, {"beta_features": True}, {"If-Match": f'"{version}"'}).status == 200
    late = api.http("PATCH", path, {"beta_features": True}, {"If-Match": f'"{version}"'})
    assert (late.status, body(late)["reason"]) == (409, "version_conflict")


def test_what_there_is_not(api):
    assert api.http("GET", "/v1/admin/nothing").status == 404
    assert api.http("DELETE", "/v1/admin/tenants").status == 405
    assert plain(body(api.http("POST", "/v1/admin/tenants", {"tenants": [], "x": 1})))["reason"] == "invalid_params"


@pytest.mark.parametrize("path", [
    "/v1/admin/tenants?name=%FF", "/v1/admin/tenants?name=%C0%AF", "/v1/admin/tenants?name=%zz", "/v1/admin/tenants?name=%",
    "/v1/admin/tenants?%FF=1", "/v1/admin/tenants?name=%00"])
def test_what_is_no_text_is_a_fault_of_the_query(api, path):
    problem = body(get(api, path, 400))
    assert problem["reason"] == "invalid_params"


def test_what_is_no_text_is_no_path(api):
    get(api, "/v1/admin/tenants/%FF", 404)


def test_what_is_no_text_is_no_header(api):
    for name in ("Idempotency-Key", "If-Match"):
        answer = api.http("POST", "/v1/admin/tenants", {"tenants": []}, {name: "\xff\xfe"})
        assert answer.status == 400 and body(answer)["reason"] == "invalid_params"
