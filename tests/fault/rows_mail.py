# SPDX-License-Identifier: MIT
"""The relay is away, slow, says no, or breaks off where SMTP leaves both sides in doubt."""

import contextlib
import json
import os
import socket
import threading
import time

from fault.post import Outbox
from fault.trial import row


class Relay:
    """The catcher of a ground: its rules, its end, something else in its place."""

    def __init__(self, ground):
        self._server = ground.watch.named("mail")
        self._rules = ground.layout.path("mail-rules.json")
        self._port = int(self._server.argv[self._server.argv.index("--port") + 1])
        self._ground = ground

    @contextlib.contextmanager
    def behaves(self, *rules):
        with open(self._rules + ".new", "w", encoding="utf-8") as file:
            json.dump({"rules": rules}, file)
        os.rename(self._rules + ".new", self._rules)
        try:
            yield
        finally:
            os.unlink(self._rules)

    @contextlib.contextmanager
    def away(self):
        """Nobody listens at its port."""
        self._ground.stop(self._server)
        try:
            yield
        finally:
            self._server.start()
            self._server.wait_for(self._listens)

    @contextlib.contextmanager
    def silent(self):
        """Somebody takes connections at its port, and never says a word."""
        with self.away(), socket.create_server(("127.0.0.1", self._port)) as deaf:
            over, kept = threading.Event(), []

            def take():
                deaf.settimeout(0.2)
                while not over.is_set():
                    with contextlib.suppress(TimeoutError):
                        kept.append(deaf.accept()[0])

            thread = threading.Thread(target=take)
            thread.start()
            try:
                yield
            finally:
                over.set()
                thread.join()
                for one in kept:
                    one.close()

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


def judged(trial, load, over, seconds=90, twice=0, may_fail=False):
    """The line, once no mail waits any more."""
    line = trial.line(load)
    with Outbox(trial.ground, load) as outbox:
        post = outbox.settle(seconds)
    line.recovers(post.settled and post.settled - over, seconds)
    line.must(load.failed == 0, "no call fails")
    line.must(post.missing == 0, "every mail is delivered or visibly failed")
    line.must(may_fail or post.failed == 0, "none is given up")
    line.must(post.twice <= twice, f"at most {twice} come twice" if twice else "none comes twice")
    line.must(post.strangers == 0, "copies have the same Message-ID")
    line.note += f"{post.mails} mails, {post.delivered} delivered, {post.failed} failed, {post.twice} twice"
    return line


@row("relay-down", "relay away for 10 minutes of the outbox's clock", seconds=20, brief=4)
def relay_down(trial):
    relay = Relay(trial.ground)
    with relay.away():
        with trial.load("mail", "read", pause=0.05) as load:
            time.sleep(trial.seconds)
        with Outbox(trial.ground, load) as outbox:
            for _ in range(10):
                outbox.pass_minutes(1)
                time.sleep(0.5)
            seen = outbox.states()
    line = judged(trial, load, time.monotonic())
    line.must(seen.get("deferred", 0) > 0 and seen.get("sent", 0) == 0, "they wait, and say so")
    return line


@row("relay-slow", "relay takes 0.3 s for each recipient", seconds=10, brief=2)
def relay_slow(trial):
    with Relay(trial.ground).behaves({"to": "*@load.test", "at": "rcpt", "stall": 0.3}):
        with trial.load("mail", "read", "read", "read", pause=0.2) as load:
            time.sleep(trial.seconds)
        over = time.monotonic()
        return judged(trial, load, over, 120)


@row("relay-tarpit", "relay holds a conversation for ever, twice; then never greets", seconds=130)
def relay_tarpit(trial):
    relay = Relay(trial.ground)
    with relay.behaves({"to": "*@load.test", "at": "rcpt", "stall": 3600, "times": 2}):
        with trial.load("mail", "read", "read", "read", pause=0.5) as load:
            time.sleep(trial.seconds / 2)
            with relay.silent():
                time.sleep(trial.seconds / 2)
    return judged(trial, load, time.monotonic(), 150)


@row("relay-4xx", "relay says 451 to the first 100 recipients", seconds=10, brief=3)
def relay_4xx(trial):
    with Relay(trial.ground).behaves(
            {"to": "*@load.test", "at": "rcpt", "answer": "451 4.2.0 try later", "times": 60},
            {"to": "*@load.test", "at": "data", "answer": "452 4.3.1 no room", "times": 40}):
        with trial.load("mail", "read", pause=0.05) as load:
            time.sleep(trial.seconds)
        return judged(trial, load, time.monotonic())


@row("relay-5xx", "relay says 550 to each recipient whose number ends in 7", seconds=10, brief=3)
def relay_5xx(trial):
    with Relay(trial.ground).behaves({"to": "*7@load.test", "at": "rcpt", "answer": "550 5.1.1 nobody here"}):
        with trial.load("mail", pause=0.05) as load:
            time.sleep(trial.seconds)
        line = judged(trial, load, time.monotonic(), may_fail=True)
    refused = sum(key.endswith("7") for key in load.acknowledged("mail"))
    with Outbox(trial.ground, load) as outbox:
        line.must(outbox.states().get("failed", 0) == refused, "those and no others are failed, with its words")
    return line


@row("relay-drop", "relay takes a mail and drops the line after the final dot, 20 times", seconds=10, brief=3)
def relay_drop(trial):
    with Relay(trial.ground).behaves({"to": "*@load.test", "at": "data", "keep": True, "drop": True, "times": 20}):
        with trial.load("mail", pause=0.05) as load:
            time.sleep(trial.seconds)
        return judged(trial, load, time.monotonic(), twice=20)
