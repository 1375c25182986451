# SPDX-License-Identifier: MIT
"""The stack itself: two side by side, servers that die, an end that leaves nothing."""

import json
import os
import signal
import subprocess
import time

import pytest

from stack.actors import Service
from stack.layout import ROOT
from stack.servers import children_of

RUN = os.path.join(ROOT, "scripts", "run")


def run(state, *options):
    return subprocess.run([RUN, "--state", state, *options], capture_output=True, text=True, check=False, timeout=90)


@pytest.fixture(scope="module")
def second(tmp_path_factory):
    """A stack beside the one of the tests, and a folder whose name no socket would fit into."""
    state = str(tmp_path_factory.mktemp("stack") / ("a long name " * 8))
    started = run(state, "--port", "0", "--detach", "--set", "workers=2")
    assert started.returncode == 0, started.stderr
    yield Service.at(os.path.join(state, "access.json")), state
    run(state, "--stop")


def eventually(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(service):
    try:
        return service.caller("api").http("POST", "/rpc", {"jsonrpc": "2.0", "id": 1, "method": "system.version"}).status == 200
    except OSError:
        return False


def test_two_stacks_live_side_by_side(service, second):
    other, _ = second
    assert other.access.port != service.access.port
    assert other.access.msp_id != service.access.msp_id
    assert answers(other) and answers(service)


def test_access_json_holds_what_it_should_and_is_private(second):
    _, state = second
    path = os.path.join(state, "access.json")
    assert os.stat(path).st_mode & 0o777 == 0o600
    with open(path, encoding="utf-8") as file:
        assert set(json.load(file)) == set(
            "port base_domain admin_url api_url rpc_url msp_id msp_slug msp_url admin_email admin_password"
            " platform_email platform_password api_key mail_dir ca_cert database_socket pid".split())


def test_a_server_that_dies_is_started_again(second):
    other, _ = second
    for victim in children_of(other.access.pid):
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: victim not in children_of(other.access.pid) and len(children_of(other.access.pid)) == 4)
        eventually(lambda: answers(other))


def test_a_second_one_in_the_same_folder_is_refused(second):
    _, state = second
    refused = run(state, "--port", "0")
    assert refused.returncode == 1 and "already running" in refused.stderr


def restart(state, port):
    """Seconds until it is ready again."""
    assert run(state, "--stop").returncode == 0
    assert not os.path.exists(os.path.join(state, "access.json"))
    since = time.monotonic()
    started = run(state, "--port", str(port), "--detach", "--set", "workers=2")
    assert started.returncode == 0, started.stderr
    return time.monotonic() - since


def test_stop_leaves_no_process_even_if_all_hang(second):
    other, state = second
    before = other.access
    for child in children_of(before.pid):
        os.kill(child, signal.SIGSTOP)
    assert run(state, "--stop").returncode == 0
    leftover = subprocess.run(["pgrep", "-f", state], capture_output=True, text=True, check=False).stdout
    assert leftover == ""
    restart(state, before.port)
    after = Service.at(os.path.join(state, "access.json")).access
    assert {name: after[name] for name in after if name not in ("pid", "database_socket")} == \
        {name: before[name] for name in before if name not in ("pid", "database_socket")}


def test_the_second_start_takes_less_than_three_seconds(second):
    other, state = second
    quickest = min(restart(state, other.access.port) for _ in range(3))
    assert quickest < 3 * max(1, os.getloadavg()[0] / os.cpu_count())      # others use the machine too


def test_a_wrong_option_is_said_with_its_name(tmp_path):
    refused = run(str(tmp_path / "wrong"), "--port", "0", "--set", "no_such_option=1")
    assert refused.returncode == 1 and "no_such_option" in refused.stderr


def test_fresh_leaves_alone_what_no_stack_made(tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "letter").write_text("dear")
    refused = run(str(tmp_path), "--fresh", "--port", "0")
    assert refused.returncode == 1 and "not emptied" in refused.stderr
    assert (tmp_path / "mail" / "letter").exists()
