# SPDX-License-Identifier: MIT
"""What holds for every method, derived from rpc.discover: nobody writes these per method.

Bad parameters, missing credentials, a missing permission, somebody else's objects: each gets
the error that the contract promises, and leaves every table as it was.
"""

import json
import os
import re
import secrets

import pytest

from stack.actors import Service
from stack.client import Refused, plain, unique

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
KINDS = {"platform": 1, "msp": 2, "tenant": 3, "user": 4, "inv": 5, "role": 6, "pkgtype": 7,
         "package": 8, "tentemplate": 9, "key": 10, "sess": 11, "aud": 12, "mail": 13}
COMMON = ("dry_run", "idempotency_key", "if_version")
# Written by every call, whatever becomes of it.
MOVING = ("session", "api_key", "throttle")


def contract():
    return Service.at(os.environ["STACK_ACCESS"]).contract


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


def fresh_id(prefix):
    """A well-formed id that names nothing."""
    number = int.from_bytes(b"\x01\x9a" + secrets.token_bytes(4) + b"\x70" + secrets.token_bytes(1)
                            + b"\x80" + secrets.token_bytes(6) + bytes([KINDS[prefix]]), "big")
    return prefix + "_" + "".join(ALPHABET[number >> 5 * place & 31] for place in range(25, -1, -1))


def resolve(schema):
    while "$ref" in schema:
        schema = contract().document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def valid(schema):
    """The least that the schema allows."""
    schema = resolve(schema)
    if "oneOf" in schema:
        return valid(schema["oneOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "string":
        return valid_text(schema)
    if kind == "integer":
        return schema.get("minimum", 1)
    if kind == "boolean":
        return False
    if kind == "array":
        return [valid(schema["items"]) for _ in range(schema.get("minItems", 0))]
    if kind == "object":
        return {name: valid(schema["properties"][name]) for name in schema.get("required", ())}
    return {}


def valid_text(schema):
    prefixes = re.match(r"\^\(?([a-z|]+)\)?_\[", schema.get("pattern", ""))
    if prefixes:
        return fresh_id(prefixes.group(1).split("|")[0])
    by_format = {"email": unique("contract@x.test"), "date-time": "2030-01-01T00:00:00Z",
                 "uri": "https://x.test/"}
    if schema.get("format") in by_format:
        return by_format[schema["format"]]
    return "x" * max(schema.get("minLength", 1), 1)


def wrong_type(schema):
    schema = resolve(schema)
    kind = schema.get("type") or resolve(schema.get("oneOf", [{}])[0]).get("type")
    return {"string": 17, "integer": "many", "boolean": "yes", "array": {"a": 1}, "object": [1]}.get(kind)


def parameters(method):
    return [one for one in contract().methods[method]["params"] if one["name"] not in COMMON]


def least(method):
    return {one["name"]: valid(one["schema"]) for one in parameters(method) if one["required"]}


def fields(error):
    return [fault.field for fault in error.data.faults]


@pytest.fixture
def unchanged(db):
    """Fails the test if a table is another afterwards."""
    db.settle()
    before = db.checksums()
    yield
    after = db.checksums()
    changed = [name for name in before if before[name] != after[name] and name not in MOVING]
    assert not changed, f"changed: {changed}"


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


@pytest.fixture(scope="module")
def neighbours(service):
    """The admin of one tenant, and every kind of thing that belongs to another one."""
    mine, other = service.demo_msp.new_tenant(), service.new_msp().new_tenant()
    person = other.join()
    invited = other.invite(unique("waiting@x.test"))
    key = other.admin.call("api_key.create", name="theirs", permissions=["user.read"]).api_key
    session = person.call("me.list_sessions").items[0]
    return mine.admin, {"tenant": other.id, "user": person.user.id, "inv": invited.id, "key": key.id,
                        "sess": session.id, "msp": other.msp.id}


def id_prefix(schema):
    found = re.match(r"\^\(?([a-z|]+)\)?_\[", resolve(schema).get("pattern", ""))
    return found.group(1).split("|")[0] if found else None


def told(caller, method, params):
    try:
        result = caller.call(method, **params)
        return json.dumps(plain(result), sort_keys=True)
    except Refused as error:
        return error.code, error.reason, error.message, plain(error.data)


def test_what_is_anothers_does_not_exist(neighbours, db, permitted):
    admin, theirs = neighbours
    for one in parameters(permitted):
        prefix = id_prefix(one["schema"])
        if prefix not in theirs:
            continue
        before = db.checksums()
        real = told(admin, permitted, {**least(permitted), one["name"]: theirs[prefix]})
        made_up = told(admin, permitted, {**least(permitted), one["name"]: fresh_id(prefix)})
        assert real == made_up, one["name"]
        after = db.checksums()
        assert [name for name in before if before[name] != after[name] and name not in MOVING] == []
