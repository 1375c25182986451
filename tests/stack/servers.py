# SPDX-License-Identifier: MIT
"""Starts servers, starts those again that die by themselves, and leaves none behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time

from stack.layout import Trouble

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
LIBC = ctypes.CDLL(None, use_errno=True)

STEADY = 10.0           # seconds after which a death is a new one, not the same again
PATIENCE = 8.0          # seconds between TERM and KILL
LONGEST_PAUSE = 5.0


class Server:
    """One long-running program.  `orphans` are what it leaves when it dies without its children:
    "kill" them before it is started again, or let them "finish" after that.  Files in `stale`
    would be in the way of a new start.
    """

    def __init__(self, name, argv, log_folder, run_as=None, environment=None, orphans="kill", stale=()):
        self.name, self.argv, self.orphans, self.stale = name, argv, orphans, stale
        self.log = os.path.join(log_folder, name + ".log")
        self._run_as = run_as or {}
        self._environment = environment
        self.process = None
        self.when_orphaned = signal.SIGTERM
        self._started = self._due = 0.0
        self._deaths = 0

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        previous = self.process
        for path in filter(os.path.exists, self.stale):
            os.unlink(path)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                env=self._environment, start_new_session=True,
                preexec_fn=lambda: die_with_parent(self.when_orphaned), **self._run_as)
        self._started, self._due = time.monotonic(), 0.0
        if previous is not None:
            _signal_group(previous.pid, signal.SIGTERM)

    def watch(self):
        """Notices a death, and starts the server again when its pause is over."""
        now = time.monotonic()
        if self._due:
            if now >= self._due:
                self.start()
        elif self.process.poll() is not None:
            self._deaths = 1 if now - self._started > STEADY else self._deaths + 1
            self._due = now + min(LONGEST_PAUSE, 0.05 * 2 ** self._deaths)
            print(f"{self.name} ended ({self.process.returncode}), starting it again", file=sys.stderr, flush=True)
            if self.orphans == "kill":
                _signal_group(self.process.pid, signal.SIGKILL)

    def wait_for(self, ready, seconds=30):
        """Until ready() is true; Trouble with the last words of the log if it never is."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise Trouble(f"{self.name} ended with {self.process.returncode}:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise Trouble(f"{self.name} is not ready after {seconds} s:\n{self.last_words()}")
            time.sleep(0.01)

    def last_words(self, lines=15):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return "".join(f"  {self.name}: {line}" for line in log.readlines()[-lines:])

    def ask_to_stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self, deadline):
        """KILL if it has not ended until then; the whole group is gone afterwards."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{self.name} does not end, killing it", file=sys.stderr, flush=True)
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Watch:
    """All servers of a stack, in the order of their start."""

    def __init__(self, log_folder):
        self.log_folder = log_folder
        self.servers = []
        self._others = set(children_of(os.getpid()))     # of a process that does more than this
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)

    def start(self, server):
        if os.path.exists(server.log):
            os.rename(server.log, server.log + ".old")
        self.servers.append(server)
        server.start()
        return server

    def named(self, name):
        return next(server for server in self.servers if server.name == name)

    def look(self):
        """To be called some times a second, for as long as the stack runs."""
        for server in self.servers:
            server.watch()
        self._reap()

    def stop(self):
        """All at once, but the first one (the database) only when nobody uses it any more."""
        for wave in self.servers[1:], self.servers[:1]:
            for server in wave:
                server.ask_to_stop()
            deadline = time.monotonic() + PATIENCE
            for server in wave:
                server.stop(deadline)
        while orphans := set(children_of(os.getpid())) - self._others:
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def _reap(self):
        """Orphans of our servers become our children; their ends must be noticed by somebody."""
        known = {server.process.pid for server in self.servers}
        while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if ended.si_pid in known:
                break       # watch() takes this one, the rest waits for the next look
            os.waitpid(ended.si_pid, 0)


class Tail:
    """Shows what the servers log, each line after the server's name."""

    def __init__(self, servers):
        self._files = {server.name: open(server.log, encoding="utf-8", errors="replace") for server in servers}
        for file in self._files.values():
            file.seek(0, os.SEEK_END)

    def show(self):
        for name, file in self._files.items():
            for line in file:
                print(f"{name:8} {line}", end="", flush=True)


def die_with_parent(number=signal.SIGTERM):
    """For preexec_fn: this signal for the child when the thread that starts it is gone."""
    LIBC.prctl(PR_SET_PDEATHSIG, number)


def _signal_group(pid, number):
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass


def children_of(parent):
    """The ids of the processes that `parent` has now."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stat:
                    if int(stat.read().rpartition(")")[2].split()[1]) == parent:
                        found.append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found
