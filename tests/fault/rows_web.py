# SPDX-License-Identifier: MIT
"""Clients that are slow, silent or many; nginx goes and comes back."""

import contextlib
import os
import resource
import signal
import socket
import ssl
import subprocess
import time

from fault.trial import row
from stack.client import GOOD, Refused

MANY = 1000


class Crowd:
    """Connections of clients who do not behave."""

    def __init__(self, ground):
        self._host = f"admin.{ground.access['base_domain']}"
        self._port = ground.access["port"]
        self._tls = ssl.create_default_context(cafile=ground.access["ca_cert"])
        self._open = contextlib.ExitStack()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4 * MANY)), hard))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._open.close()

    def bare(self):
        """TCP alone."""
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.settimeout(10)
        plain.connect(("127.0.0.1", self._port))
        self._open.callback(plain.close)
        return plain

    def secure(self, said=b""):
        """A connection that has come as far as TLS, and has said this much of a request."""
        one = self._tls.wrap_socket(self.bare(), server_hostname=self._host)
        self._open.callback(one.close)
        one.sendall(said)
        return one

    def request(self, line, *headers):
        return "\r\n".join([line, f"Host: {self._host}", *headers, "", ""]).encode()


def others_are_served(trial, load, most=2):
    line = trial.line(load)
    line.must(load.failed == 0 and load.busy == 0, "no call of the others fails")
    line.within(load.slowest(), most, "every answer to the others")
    return line


@row("idle-connections", "1,000 idle connections, half of them only TCP", seconds=20, brief=2)
def idle_connections(trial):
    with trial.load() as load, Crowd(trial.ground) as crowd:
        for number in range(MANY):
            crowd.bare() if number % 2 else crowd.secure()
        time.sleep(trial.seconds)
    return others_are_served(trial, load)


@row("half-open", "600 clients stop in the midst of TLS, of a head, of a body", seconds=20, brief=2)
def half_open(trial):
    with trial.load() as load, Crowd(trial.ground) as crowd:
        whole = crowd.request("POST /rpc HTTP/1.1", "Content-Type: application/json", "Content-Length: 5000")
        for _ in range(200):
            crowd.bare().sendall(b"\x16\x03\x01")
            crowd.secure(whole[:40])
            crowd.secure(whole + b'{"jsonrpc":')
        time.sleep(trial.seconds)
    return others_are_served(trial, load)


@row("slow-readers", "200 clients ask for the largest answer and do not read it", seconds=20, brief=2)
def slow_readers(trial):
    with trial.load() as load, Crowd(trial.ground) as crowd:
        for _ in range(200):
            crowd.secure(crowd.request("GET /openrpc.json HTTP/1.1"))
        time.sleep(trial.seconds)
    return others_are_served(trial, load)


@row("nginx-reload", "nginx told to reload each second", seconds=30, brief=3)
def nginx_reload(trial):
    with trial.load() as load:
        for _ in trial.every(1):
            trial.ground.nginx.process.send_signal(signal.SIGHUP)
    line = trial.line(load)
    line.must(load.failed == 0, "no call fails")
    return line


@row("nginx-killed", "nginx killed with kill -9, back after a second", seconds=20, brief=4)
def nginx_killed(trial):
    nginx, times = trial.ground.nginx, []
    with trial.load() as load:
        for _ in trial.every(4):
            os.killpg(nginx.pid, signal.SIGKILL)
            nginx.process.wait()
            time.sleep(1)
            nginx.start()
            times.append(time.monotonic())
    line = trial.line(load)
    backs = [load.recovered(back, back + 2.5) for back in times]
    line.recovers(None if None in backs else max(backs), 1)
    return line


def sign_in(person, email):
    """What came of it: done, or the reason."""
    try:
        person.sign_in(email, GOOD)
        return "done"
    except Refused as refusal:
        return refusal.reason


@row("no-memory", "workers get no memory for hashing (RLIMIT_AS)", seconds=15, brief=3)
def no_memory(trial):
    """A right password is never judged wrong, so the limit of wrong tries is not touched either."""
    ground, said = trial.ground, []
    person = ground.service.demo_msp.new_tenant().admin
    with trial.load() as load:
        with starved(ground):
            for _ in trial.every(0.5):
                said.append(sign_in(person.twin(), person.email))
        over = time.monotonic()
        back = sign_in(person.twin(), person.email)
        took = time.monotonic() - over
    line = others_are_served(trial, load)
    line.must(set(said) == {"busy"}, "who signs in is told busy")
    line.must(back == "done", "signing in works afterwards")
    line.recovers(took, 2)
    line.note += f"{len(said)} signed in meanwhile: {', '.join(sorted(set(map(str, said))))}"
    return line


@contextlib.contextmanager
def starved(ground):
    """The workers of now can get two more megabytes and no others."""
    starving = ground.workers()
    for pid in starving:
        limit_memory(ground, pid, size(pid) + 2 * 1024 * 1024)
    try:
        yield
    finally:
        for pid in starving:
            limit_memory(ground, pid)


def limit_memory(ground, pid, most=""):
    """The soft limit of somebody else's process may be changed by its own user only; empty: the hard one."""
    hard = subprocess.run(["prlimit", f"--pid={pid}", "--as", "--raw", "--noheadings", "--output=HARD"],
                          stdout=subprocess.PIPE, text=True, check=True, **ground.layout.run_as()).stdout.strip()
    subprocess.run(["prlimit", f"--pid={pid}", f"--as={most or hard}:{hard}"], check=True, **ground.layout.run_as())


def size(pid):
    """Bytes of address space that it has."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
