# SPDX-License-Identifier: MIT
"""A stack for each process that runs these tests: they look whether any row of any table has
changed, so nobody else may be at work."""

import os

import pytest

from stack import launch
from stack.actors import Service


@pytest.fixture(scope="session")
def service(request):
    state = launch.state_folder("-" + os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    access = launch.start(state)
    assert access, f"no stack in {state}"
    yield Service.at(access)
    launch.stop(state)


@pytest.fixture(scope="session")
def db(service):
    return service.tables


# Written by every call, whatever becomes of it.
MOVING = ("session", "api_key", "throttle")


@pytest.fixture
def unchanged(db):
    """Fails the test if a table is another afterwards."""
    db.settle()
    before = db.checksums()
    yield
    after = db.checksums()
    changed = [name for name in before if before[name] != after[name] and name not in MOVING]
    assert not changed, f"changed: {changed}"
