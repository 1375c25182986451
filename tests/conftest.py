# SPDX-License-Identifier: MIT
"""One running stack for all tests: the one that TENANTRY_ACCESS names, or a fresh one."""

import os
import subprocess
import sys

import pytest

from stack.actors import Service
from stack.client import unique as fresh_name
from stack.tables import Tables

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def pytest_configure(config):
    """The process that distributes the tests starts the stack; the others find it named."""
    if os.environ.get("TENANTRY_ACCESS") or hasattr(config, "workerinput") or config.option.collectonly:
        return
    state = os.path.join(ROOT, "var", "pytest")
    config.tenantry_state = state
    subprocess.run([os.path.join(ROOT, "scripts", "test"), "--start", state], check=True, stdout=sys.stderr)
    os.environ["TENANTRY_ACCESS"] = os.path.join(state, "access.json")


def pytest_unconfigure(config):
    state = getattr(config, "tenantry_state", None)
    if state:
        subprocess.run([os.path.join(ROOT, "scripts", "run"), "--state", state, "--stop"], check=False)


@pytest.fixture(scope="session")
def service():
    """The running stack: hosts, mail, contract."""
    return Service(os.environ["TENANTRY_ACCESS"])


@pytest.fixture
def platform(service):
    """The admin of the platform, signed in on the admin host."""
    return service.platform


@pytest.fixture
def msp(service):
    """The demo MSP."""
    return service.demo_msp


@pytest.fixture
def other_msp(service):
    """A fresh MSP that has nothing to do with the demo one."""
    return service.new_msp()


@pytest.fixture
def acme(msp):
    """A fresh tenant of the demo MSP."""
    return msp.new_tenant()


@pytest.fixture
def unique():
    return fresh_name


@pytest.fixture(scope="session")
def db(service):
    """The database as root: rows(sql), checksums()."""
    tables = Tables(service.access.database_socket)
    yield tables
    tables.close()
