# SPDX-License-Identifier: MIT
"""Judges every reply by the OpenRPC document that the service itself publishes."""

import os
import warnings

warnings.filterwarnings("ignore", category=DeprecationWarning, module="jsonschema")

import jsonschema

from stack.record import plain

STANDARD = (-32700, -32600, -32601, -32602, -32603)


class Contract:
    """`document` is a function that fetches rpc.discover's result; it is called once.

    Each method that was asked leaves its name in the file of the environment's STACK_CALLED, so
    that a run can tell which methods no test called.
    """

    def __init__(self, document):
        self._fetch = document
        self._document = None
        self._validators = {}
        self._called = set()

    @property
    def document(self):
        if self._document is None:
            self._document = plain(self._fetch())
            self._methods = {method["name"]: method for method in self._document["methods"]}
        return self._document

    @property
    def methods(self):
        """Name -> the method as rpc.discover describes it."""
        self.document
        return self._methods

    def validator(self, schema, key):
        """For a schema that stands in the document; its $ref lead into the document."""
        if key not in self._validators:
            resolver = jsonschema.RefResolver.from_schema(self.document)
            self._validators[key] = jsonschema.Draft7Validator(
                schema, resolver=resolver, format_checker=jsonschema.FormatChecker())
        return self._validators[key]

    def judge(self, method, reply):
        """Raises AssertionError unless the reply is one that the document allows."""
        self._record(method)
        described = self.methods.get(method)
        if described is None:
            assert reply.get("error", {}).get("code") in STANDARD, f"{method} is not in rpc.discover, yet: {reply}"
        elif "error" in reply:
            self._judge_error(described, reply["error"])
        else:
            self._judge_schema(f"the result of {method}", described["result"]["schema"], method, reply["result"])

    def _judge_schema(self, what, schema, key, value):
        faults = sorted(self.validator(schema, key).iter_errors(value), key=lambda fault: list(fault.path))
        assert not faults, f"{what} is not as declared: " + "; ".join(
            f"{'.'.join(map(str, fault.path)) or 'itself'}: {fault.message[:300]}" for fault in faults[:5])

    def _judge_error(self, described, error):
        method, data = described["name"], error.get("data")
        assert isinstance(error.get("message"), str) and error["message"], f"{method}: error without words: {error}"
        assert isinstance(data, dict) and data.get("reason"), f"{method}: error without reason: {error}"
        if error["code"] in STANDARD:
            return
        declared = {(one["code"], self._reason(one)) for one in map(self._resolve, described.get("errors", []))}
        assert (error["code"], data["reason"]) in declared, \
            f"{method} does not declare {error['code']} {data['reason']}"

    def _resolve(self, node):
        while "$ref" in node:
            node, path = self.document, node["$ref"]
            for step in path.lstrip("#/").split("/"):
                node = node[step]
        return node

    @staticmethod
    def _reason(declared):
        return (declared.get("data") or {}).get("reason")

    def _record(self, method):
        if not self._called:
            _note("".join(f"known {name}\n" for name in self.methods))
        if method not in self._called:
            self._called.add(method)
            _note(f"called {method}\n")


def _note(text):
    path = os.environ.get("STACK_CALLED")
    if path:
        with open(path, "a", encoding="utf-8") as notes:
            notes.write(text)


def forget_calls(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8"):
        pass


def never_called(path):
    """The names of methods that stand in that file as known and not as called."""
    with open(path, encoding="utf-8") as notes:
        words = [line.split() for line in notes]
    return sorted({name for word, name in words if word == "known"}
                  - {name for word, name in words if word == "called"})
