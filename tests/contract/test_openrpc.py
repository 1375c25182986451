# SPDX-License-Identifier: MIT
"""The document that the service publishes of itself."""

import json
import os
import subprocess

import pytest

from stack.client import plain

NODE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "node")


@pytest.fixture(scope="module")
def npm():
    """The packages of tests/node, as its lock file says."""
    if not os.path.isdir(os.path.join(NODE, "node_modules", "@open-rpc")):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=NODE, check=True, timeout=300)


def test_rpc_discover_is_a_valid_openrpc_document(service, npm):
    document = json.dumps(service.contract.document)
    judged = subprocess.run(["node", "openrpc.mjs"], cwd=NODE, input=document, text=True,
                            capture_output=True, timeout=120, check=False)
    assert judged.returncode == 0, judged.stderr
    assert judged.stdout.strip() == f"{len(service.contract.methods)} methods"


def test_openrpc_json_is_the_same_document(service):
    answer = service.caller("api").http("GET", "/openrpc.json")
    assert answer.status == 200
    assert plain(answer.json) == service.contract.document


def test_every_method_says_who_may_call_it(service):
    for method in service.contract.methods.values():
        assert method["x-permission"] and method["summary"] and method["tags"]
