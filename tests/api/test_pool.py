# SPDX-License-Identifier: MIT
"""The pool as a system of processes: replaced, reloaded, stopped, killed, without a lost call.

Each test has a pool of its own, on a socket of its own, with the database of the stack.
"""

import os
import signal
import socket
import subprocess
import threading
import time

import pytest

from stack import fastcgi
from stack.ownpool import CALL, eventually, new_pool, title

__all__ = ["new_pool"]


class Load:
    """Callers that never pause; every call must be answered."""

    def __init__(self, pool, callers=6):
        self.pool, self.answered, self.faults = pool, 0, []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(callers)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self):
        while not self._stop.is_set():
            try:
                assert self.pool.call().json["error"]["code"] == -32601
                self.answered += 1
            except Exception as fault:  # whatever it was, it is a call that was lost
                self.faults.append(repr(fault))


def test_processes_say_what_they_are(new_pool):
    pool = new_pool()
    assert title(pool.parent.pid) == "tenantry: parent"
    # The keeper may be at a job, and say which.
    roles = [" ".join(title(pid).split()[:2]) for pid in pool.children()]
    assert sorted(roles) == ["tenantry: keeper", "tenantry: watch"] + 3 * ["tenantry: worker"]
    running = pool.slow_call()
    eventually(pool.is_busy)
    running.send(CALL[10:])
    assert running.answer().status == 200
    eventually(lambda: not pool.is_busy())


def test_workers_are_confined(new_pool):
    pool = new_pool()
    for pid in pool.workers():
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            has = dict(line.split() for line in status if len(line.split()) == 2)
        assert has["NoNewPrivs:"] == "1"
        with open(f"/proc/{pid}/limits", encoding="ascii") as limits:
            assert [line.split()[4:6] for line in limits if line.startswith("Max core")] == [["0", "0"]]


def test_a_killed_worker_is_replaced_at_once(new_pool):
    pool = new_pool()
    victim = min(pool.workers())
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: len(pool.workers() - {victim}) == 3)
    assert pool.call().status == 200
    assert "event=worker-died" in pool.logged()


def test_a_killed_keeper_is_replaced_at_once(new_pool):
    pool = new_pool()
    keeper = eventually(pool.keeper)
    os.kill(keeper, signal.SIGKILL)
    eventually(lambda: pool.keeper() not in (None, keeper))


def test_workers_that_die_like_flies_are_replaced_more_slowly(new_pool):
    pool = new_pool()
    first = pool.workers()      # one of them has answered the fixture, and so was of use
    for _ in range(3 + 6):
        victim = first.pop() if first else eventually(pool.workers).pop()
        os.kill(victim, signal.SIGKILL)
        eventually(lambda: victim not in pool.children())
    waits = [int(line.rpartition("again_ms=")[2]) for line in pool.logged().splitlines() if "worker-died" in line]
    assert waits[:3] == [0, 0, 0] and waits[-1] >= 200 and max(waits) <= 5000
    eventually(pool.is_up, 20)


def test_a_worker_that_is_stuck_is_ended(new_pool):
    pool = new_pool(request_timeout=1)
    stuck = pool.slow_call()
    began = time.monotonic()
    with pytest.raises(fastcgi.Lost):
        while time.monotonic() < began + 20:
            try:
                stuck.send(b" ")
            except OSError as error:
                raise fastcgi.Lost from error
            time.sleep(0.5)
    assert time.monotonic() - began < 15    # not for ever
    assert "event=stuck" in pool.logged()
    eventually(lambda: len(pool.workers()) == 3)


def test_how_it_is_is_told_while_every_worker_is_busy(new_pool):
    pool = new_pool(workers=2)
    running = [pool.slow_call() for _ in range(2)]
    for path in ("/healthz", "/readyz", "/metrics"):
        eventually(lambda: fastcgi.request(pool.health, "GET", path).status == 200)
    assert 'state="busy"} 2' in fastcgi.request(pool.health, "GET", "/metrics").body.decode()
    assert fastcgi.request(pool.health, "POST", "/rpc", CALL).status == 404
    for one in running:
        one.send(CALL[10:])
        assert one.answer().status == 200


def test_whoever_asks_how_it_is_is_answered_throughout_a_reload(new_pool):
    pool = new_pool()
    for _ in range(3):
        before = pool.children()
        pool.parent.send_signal(signal.SIGHUP)
        while before & pool.children():
            assert fastcgi.request(pool.health, "GET", "/healthz").status == 200
    pool.end()
    assert not os.path.exists(pool.health)


def test_a_silent_peer_does_not_hold_a_worker_for_ever(new_pool):
    pool = new_pool(workers=1)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(pool.socket)
        began = time.monotonic()
        assert pool.call().status == 200
        assert time.monotonic() - began < 20


def test_what_is_no_fastcgi_is_dropped(new_pool):
    pool = new_pool(workers=1)
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(pool.socket)
        stranger.sendall(b"GET / HTTP/1.0\r\n\r\n")
        stranger.settimeout(5)
        assert stranger.recv(100) == b""
    assert pool.call().status == 200


def test_workers_are_renewed_after_their_number_of_requests(new_pool):
    pool = new_pool(max_requests=20)
    before = pool.workers()
    with Load(pool) as load:
        eventually(lambda: not before & pool.children())
    assert load.faults == []
    assert "worker-died" not in pool.logged()


def test_term_finishes_what_runs_and_stops(new_pool):
    pool = new_pool()
    running = pool.slow_call()
    eventually(pool.is_busy)
    pool.parent.terminate()
    eventually(lambda: not os.path.exists(pool.socket))
    running.send(CALL[10:])
    assert running.answer().json["error"]["code"] == -32601
    assert pool.parent.wait(10) == 0


def test_term_answers_those_who_wait_in_the_queue(new_pool):
    pool = new_pool(workers=1)
    running = pool.slow_call()
    eventually(pool.is_busy)
    waiting = [fastcgi.Exchange(pool.socket, fastcgi.params_of("POST", "/rpc", CALL)) for _ in range(20)]
    pool.parent.terminate()
    eventually(lambda: not os.path.exists(pool.socket))
    for exchange in [running, *waiting]:
        exchange.send(CALL[10:] if exchange is running else CALL)
        assert exchange.answer().status == 200
    assert pool.parent.wait(10) == 0


def test_hup_replaces_all_workers_without_a_lost_call(new_pool):
    pool = new_pool()
    with Load(pool) as load:
        for _ in range(3):
            answered = load.answered
            pool.hup()
            assert load.answered > answered
    assert load.faults == []
    assert title(pool.parent.pid) == "tenantry: parent"


def test_hup_upon_hup_loses_nothing(new_pool):
    pool = new_pool()
    with Load(pool) as load:
        for _ in range(10):
            pool.parent.send_signal(signal.SIGHUP)
            time.sleep(0.02)
        eventually(lambda: pool.is_up() and len(pool.children()) == 5)
    assert load.faults == []


def test_hup_takes_the_new_configuration(new_pool):
    pool = new_pool()
    with Load(pool) as load:
        pool.configure(workers=5)
        pool.hup()
        pool.configure(workers=2)
        pool.hup()
    assert load.faults == []


def test_hup_takes_the_new_binary(new_pool):
    pool = new_pool()
    old = os.stat(f"/proc/{pool.parent.pid}/exe").st_ino
    with Load(pool) as load:
        pool.install()
        pool.hup()
    assert load.faults == []
    new = os.stat(pool.binary).st_ino
    assert new != old
    assert {os.stat(f"/proc/{pid}/exe").st_ino for pid in {pool.parent.pid} | pool.children()} == {new}


def test_hup_moves_to_another_socket(new_pool):
    pool = new_pool()
    old, pool.socket = pool.socket, os.path.join(pool.folder, "other.sock")
    pool.configure(listen=pool.socket)
    pool.parent.send_signal(signal.SIGHUP)
    eventually(lambda: os.path.exists(pool.socket) and pool.is_up())
    assert not os.path.exists(old)
    assert pool.call().status == 200


@pytest.mark.parametrize("spoil", [
    lambda pool: pool.configure(workers="many"),
    lambda pool: pool.configure(key_file=pool.log),
    lambda pool: pool.install("/etc/hostname"),
], ids=["option", "keys", "binary"])
def test_hup_to_what_would_not_start_changes_nothing(new_pool, spoil):
    pool = new_pool()
    before = pool.workers()
    spoil(pool)
    pool.parent.send_signal(signal.SIGHUP)
    eventually(lambda: "event=reload-refused" in pool.logged())
    assert pool.workers() == before
    assert pool.call().status == 200


def test_workers_outlive_a_killed_parent_until_another_takes_its_place(new_pool):
    pool = new_pool()
    orphans = pool.children()
    with Load(pool) as load:
        pool.parent.kill()
        pool.parent.wait()
        time.sleep(1.5)
        assert load.faults == []
        assert all(title(pid) for pid in orphans)
        pool.start()
        eventually(lambda: not any(title(pid) for pid in orphans))
    assert load.faults == []
    assert len(pool.workers()) == 3


def test_a_pool_whose_socket_was_taken_stops(new_pool):
    pool = new_pool()
    first = pool.parent
    pool.start()
    assert first.wait(10) == 0
    assert pool.call().status == 200


def test_a_listening_socket_as_standard_input_makes_a_plain_worker(new_pool):
    pool = new_pool()
    path = os.path.join(pool.folder, "alone.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(16)
        alone = subprocess.Popen([pool.binary], stdin=listener,
                                 env=pool.environment | {"TENANTRY_CONFIG": pool.config})
    try:
        assert fastcgi.request(path, "POST", "/rpc", CALL).json["error"]["code"] == -32601
    finally:
        alone.terminate()
    assert alone.wait(10) == 0


def test_a_service_manager_may_hand_over_the_socket(new_pool):
    pool = new_pool()
    path = os.path.join(pool.folder, "managed.sock")
    script = 'exec env LISTEN_PID=$$ LISTEN_FDS=1 "$0" --config "$1" serve 3<&0 0</dev/null'
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(16)
        pool.parent = subprocess.Popen(["sh", "-c", script, pool.binary, pool.config],
                                       stdin=listener, env=pool.environment)
        pool.processes.append(pool.parent)
        pool.socket = path
        eventually(lambda: len(pool.workers()) == 3)
        pool.hup()
        assert pool.call().status == 200
        pool.parent.terminate()
        assert pool.parent.wait(10) == 0
        assert os.path.exists(path)


def test_no_request_is_the_local_operator(new_pool):
    pool = new_pool()
    body = b'{"jsonrpc":"2.0","id":1,"method":"msp.list"}'
    answer = fastcgi.request(pool.socket, "POST", "/rpc", body, TENANTRY_SCOPE="operator")
    assert answer.json["error"]["code"] in (401, -32601)
