# SPDX-License-Identifier: MIT
"""A running stack for each process that runs tests: they look whether any row of any table has
changed, so nobody else may be at work there.  STACK_ACCESS names one that runs already.
"""

import contextlib
import fcntl
import os

import pytest

from stack import launch
from stack.actors import Service
from stack.client import unique as fresh_name
from stack.contract import forget_calls, never_called


def pytest_addoption(parser):
    parser.addoption("--every-method", action="store_true",
                     help="fail if a method of rpc.discover was called by no test")


def pytest_configure(config):
    helper = hasattr(config, "workerinput")
    only_hands_out = config.option.dist != "no" and not helper
    if not helper:
        os.environ["STACK_CALLED"] = launch.state_folder(".called")
        forget_calls(os.environ["STACK_CALLED"])
    if os.environ.get("STACK_ACCESS") or config.option.collectonly or only_hands_out:
        return
    config.started_stack = launch.Stack(launch.state_folder("-" + config.workerinput["workerid"] if helper else ""))
    os.environ["STACK_ACCESS"] = config.started_stack.access


def pytest_collection_modifyitems(items):
    """A browser takes its time: whoever has those tests begins with them, the others share the rest."""
    items.sort(key=lambda item: "test_console" not in item.nodeid)


def pytest_sessionfinish(session):
    if not session.config.option.every_method or hasattr(session.config, "workerinput"):
        return
    session.config.never_called = never_called(os.environ["STACK_CALLED"])
    if session.config.never_called and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, config):
    for method in getattr(config, "never_called", ()):
        terminalreporter.write_line(f"no test calls {method}")


def pytest_unconfigure(config):
    if hasattr(config, "started_stack"):
        config.started_stack.stop()


@pytest.fixture(scope="session")
def service():
    """The running stack: hosts, mail, contract."""
    return Service.at(os.environ["STACK_ACCESS"])


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
def multi(platform):
    """One person may be a member of several tenants, while no test relies on the contrary."""
    with mode_lock(fcntl.LOCK_EX):
        platform.call("config.update", values={"membership_mode": "multi"})
        yield
        platform.call("config.update", values={"membership_mode": None})


@pytest.fixture
def single():
    """One person is a member of one tenant, whatever other tests do at the same time."""
    with mode_lock(fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def mode_lock(how):
    with open(os.environ["STACK_ACCESS"] + ".mode", "a", encoding="ascii") as file:
        fcntl.flock(file, how)
        yield


@pytest.fixture
def unique():
    return fresh_name


@pytest.fixture(scope="session")
def db(service):
    """The database as root: rows(sql), checksums()."""
    return service.tables
