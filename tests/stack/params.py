# SPDX-License-Identifier: MIT
"""Parameters for any method, made from what rpc.discover says of it."""

import functools
import os
import re
import secrets

from stack.actors import Service
from stack.client import unique

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
KINDS = {"platform": 1, "msp": 2, "tenant": 3, "user": 4, "inv": 5, "role": 6, "pkgtype": 7,
         "package": 8, "tentemplate": 9, "key": 10, "sess": 11, "aud": 12, "mail": 13}
COMMON = ("dry_run", "idempotency_key", "if_version")


@functools.cache
def contract():
    """What the service of this run says of itself, asked for once."""
    return Service.at(os.environ["STACK_ACCESS"]).contract


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


def parameters(method):
    return [one for one in contract().methods[method]["params"] if one["name"] not in COMMON]


def least(method):
    return {one["name"]: valid(one["schema"]) for one in parameters(method) if one["required"]}


def id_prefix(schema):
    """tenant for the id of a tenant, None for what is no id."""
    found = re.match(r"\^\(?([a-z|]+)\)?_\[", resolve(schema).get("pattern", ""))
    return found.group(1).split("|")[0] if found else None
