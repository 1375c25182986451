# SPDX-License-Identifier: MIT
"""scripts/run after the build: one stack, from nothing to ready, and down again."""

import argparse
import os
import signal
import sys
import time

from stack import pool, summary
from stack.layout import Layout, Lock, Trouble, check_may_be_wiped, wipe
from stack.servers import Tail, Watch
from stack.start import start

STOP_PATIENCE = 40      # seconds; each server has its own, shorter one
LOOKS = 0.2             # seconds between two looks at the servers


class Stop(BaseException):
    """A signal asked us to end."""


def arguments(given):
    """Of scripts/run or, when --cluster stands before them all, of scripts/cluster."""
    cluster = given[:1] == ["--cluster"]
    name, what, suffix = ("cluster", "on three nodes of a cluster, as two pools", "-cluster") if cluster else \
        ("run", "with all that it needs", "")
    parser = argparse.ArgumentParser(prog=f"scripts/{name}", description=f"Runs tenantry {what}.")
    parser.add_argument("--port", type=int, default=8443, help="of HTTPS; 0: any free one (default 8443)")
    parser.add_argument("--state", default=f"var{suffix}", metavar="DIR",
                        help=f"where everything is kept (default var{suffix}/)")
    parser.add_argument("--fresh", action="store_true", help="forget what DIR holds")
    parser.add_argument("--detach", action="store_true", help="return when ready, leave it running")
    parser.add_argument("--stop", action="store_true", help="end the one that runs in DIR")
    parser.add_argument("--logs", action="store_true", help="show the logs of all servers")
    parser.add_argument("--set", action="append", default=[], metavar="OPTION=VALUE", help="an option of tenantry.conf")
    parser.set_defaults(pools=2 if cluster else 1)
    return parser.parse_args(given[cluster:])


def main():
    os.umask(0o022)
    wanted = arguments(sys.argv[1:])
    layout = Layout(wanted.state)
    try:
        if wanted.stop:
            return stop_running(layout)
        chosen = dict(split_option(option) for option in wanted.set)
        if wanted.fresh:
            check_may_be_wiped(layout)
        lock = Lock(layout)
        if not lock.take():
            raise Trouble(f"already running in {layout.root} as process {lock.holder()}; end it with --stop")
        if wanted.fresh:
            wipe(layout)
        if wanted.detach:
            return detach(layout, lock, wanted, chosen)
        return run(layout, lock, wanted, chosen, lambda text: print(text, flush=True))
    except Trouble as trouble:
        print(f"scripts/run: {trouble}", file=sys.stderr)
        return 1


def split_option(option):
    name, equals, value = option.partition("=")
    if not equals:
        raise Trouble(f"--set {option}: OPTION=VALUE was expected")
    return name, value


def run(layout, lock, wanted, chosen, tell):
    """Until a signal; tell() gets the text for the person once everything is ready."""
    on_end_signals(stop)
    lock.sign()
    layout.leave()      # what a killed one left
    layout.make()
    watch = Watch(layout.log)
    try:
        access, package_type = start(layout, wanted, chosen, watch, wanted.pools)
        kilobytes = pool.proportional_set_size(watch.named("tenantry").pid)
        tell(summary.text(access, layout.access, kilobytes, package_type))
        tail = Tail(watch.servers) if wanted.logs else None
        while True:
            watch.look()
            if tail:
                tail.show()
            time.sleep(LOOKS)
    except Stop:
        return 0
    finally:
        on_end_signals(signal.SIG_IGN)
        watch.stop()
        layout.leave()


def on_end_signals(handler):
    """A signal that whoever started us has us ignore (nohup) stays ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, handler)


def stop(number, frame):
    raise Stop


def detach(layout, lock, wanted, chosen):
    """A child runs the stack; this process waits until the child says that it is ready."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        os._exit(run_detached(layout, lock, wanted, chosen, writer))
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as said:
        text = said.read()
    ready = text.startswith("+")
    text = text or f"-scripts/run: failed, see {layout.log}/stack.log"
    print(text[1:], file=sys.stdout if ready else sys.stderr, end="" if ready else "\n")
    return 0 if ready else 1


def run_detached(layout, lock, wanted, chosen, writer):
    os.setsid()
    os.makedirs(layout.log, exist_ok=True)
    with open(os.path.join(layout.log, "stack.log"), "ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def tell(text, ready=True):
        os.write(writer, (("+" if ready else "-") + text).encode())
        os.close(writer)

    try:
        return run(layout, lock, wanted, chosen, tell)
    except Trouble as trouble:
        tell(f"scripts/run: {trouble}", ready=False)
        return 1


def stop_running(layout):
    """TERM to whoever holds the lock, then wait until it is free; nothing to do is success."""
    if not os.path.isdir(layout.root):
        return 0
    lock = Lock(layout)
    if lock.take():
        return 0
    os.kill(lock.holder(), signal.SIGTERM)
    deadline = time.monotonic() + STOP_PATIENCE
    while not lock.take():
        if time.monotonic() > deadline:
            raise Trouble(f"process {lock.holder()} does not end")
        time.sleep(0.05)
    return 0


if __name__ == "__main__":
    sys.exit(main())
