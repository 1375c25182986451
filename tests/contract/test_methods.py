# SPDX-License-Identifier: MIT
"""What holds for every method, derived from rpc.discover: nobody writes these per method.

Bad parameters, missing credentials, a missing permission, somebody else's objects: each gets
the error that the contract promises, and leaves every table as it was.
"""

import pytest

from stack.client import Refused, plain
from stack.params import contract, least, parameters, resolve, valid


def pytest_generate_tests(metafunc):
    methods = contract().methods
    if "method" in metafunc.fixturenames:
        metafunc.parametrize("method", sorted(methods))
    if "guarded" in metafunc.fixturenames:
        metafunc.parametrize("guarded", sorted(
            name for name, one in methods.items() if one["x-permission"] != "public"))
    if "permitted" in metafunc.fixturenames:
        metafunc.parametrize("permitted", sorted(
            name for name, one in methods.items() if one["x-permission"] not in ("public", "own")))


def wrong_type(schema):
    schema = resolve(schema)
    kind = schema.get("type") or resolve(schema.get("oneOf", [{}])[0]).get("type")
    return {"string": 17, "integer": "many", "boolean": "yes", "array": {"a": 1}, "object": [1]}.get(kind)


def fields(error):
    return [fault.field for fault in error.data.faults]


def refusal(caller, method, params):
    with pytest.raises(Refused) as caught:
        caller.call(method, **params)
    return caught.value


def test_without_credentials_nothing_happens(service, unchanged, guarded):
    error = refusal(service.caller("admin"), guarded, least(guarded))
    assert (error.code, error.reason) == (401, "auth_required")


def test_a_made_up_session_is_nobody(service, unchanged, guarded):
    caller = service.caller("admin", token="ts_" + "A" * 43)
    assert refusal(caller, guarded, least(guarded)).reason == "auth_required"
    caller = service.caller("api", api_key="tk_abcdefgh_" + "A" * 43)
    assert refusal(caller, guarded, least(guarded)).reason == "key_invalid"


@pytest.fixture(scope="module")
def bystander(service):
    """A member of a tenant: may do nothing but look after herself."""
    return service.demo_msp.new_tenant().join()


def test_without_the_permission_nothing_happens(bystander, unchanged, permitted):
    error = refusal(bystander, permitted, least(permitted))
    assert (error.code, error.reason) == (403, "permission_denied")


def test_an_unknown_parameter_is_named(platform, unchanged, method):
    error = refusal(platform, method, {**least(method), "surprise": 1})
    assert (error.code, error.reason) == (-32602, "invalid_params")
    assert "surprise" in fields(error)


def test_each_missing_parameter_is_named(platform, unchanged, method):
    required = [one["name"] for one in parameters(method) if one["required"]]
    if not required:
        assert least(method) == {}
        return
    error = refusal(platform, method, {})
    assert error.code == -32602 and set(required) <= set(fields(error))


def test_each_parameter_of_a_wrong_type_is_named(platform, unchanged, method):
    for one in parameters(method):
        wrong = wrong_type(one["schema"])
        if wrong is None:
            continue
        error = refusal(platform, method, {**least(method), one["name"]: wrong})
        assert error.code == -32602, (one["name"], error)
        assert any(field.startswith(one["name"]) for field in fields(error)), (one["name"], error)


def beyond(schema):
    """Values just outside of what the schema allows."""
    schema = resolve(schema)
    if "maxLength" in schema:
        yield "x" * (schema["maxLength"] + 1)
    if "pattern" in schema:
        yield "nonsense"
    if schema.get("format") in ("email", "date-time"):
        yield "nonsense"
    if "enum" in schema:
        yield "nonsense"
    if "minimum" in schema:
        yield schema["minimum"] - 1
    if "maximum" in schema:
        yield schema["maximum"] + 1
    if "maxItems" in schema and schema["maxItems"] <= 1000:
        yield [valid(schema["items"])] * (schema["maxItems"] + 1)


def test_each_value_out_of_bounds_is_named(platform, unchanged, method):
    for one in parameters(method):
        for value in beyond(one["schema"]):
            error = refusal(platform, method, {**least(method), one["name"]: value})
            assert error.code == -32602, (one["name"], value, error)
            assert any(field.startswith(one["name"]) for field in fields(error)), (one["name"], error)


def test_parameters_by_position_are_refused_with_the_names(platform, unchanged, method):
    body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": [1]}
    reply = plain(platform.http("POST", "/rpc", body).json)
    assert reply["error"]["code"] == -32602 and reply["id"] == 7
    for one in parameters(method):
        assert one["name"] in reply["error"]["data"]["faults"][0]["message"]
