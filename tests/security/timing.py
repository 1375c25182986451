# SPDX-License-Identifier: MIT
"""Does the time of an answer tell who exists?  A tool, not a test: it needs a quiet machine.

    STACK_ACCESS=var/access.json /usr/bin/python3 tests/security/timing.py [samples]

Calls about known and unknown addresses alternate; for each pair it prints both medians, their
difference and Welch's t.  |t| below 4.5 and a difference below a millisecond are what is asked.
"""

import math
import os
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from stack.actors import Service
from stack.client import Refused, unique
from stack.tables import Tables

KNOWN = 20
WRONG = "copper-Anvil-77-meadow"


def welch(a, b):
    spread = math.sqrt(statistics.variance(a) / len(a) + statistics.variance(b) / len(b))
    return (statistics.fmean(a) - statistics.fmean(b)) / spread


def cropped(times):
    """Without the slowest tenth: what others did meanwhile."""
    return sorted(times)[:len(times) * 9 // 10]


def timed(call, *args, **params):
    began = time.perf_counter()
    try:
        call(*args, **params)
    except Refused as error:
        assert error.reason == "auth_failed", error
    return (time.perf_counter() - began) * 1000


def compare(name, samples, known, unknown, between):
    times = [], []
    for i in range(samples):
        for which in ((0, 1), (1, 0))[i % 2]:
            between()
            times[which].append((known, unknown)[which](i))
    a, b = map(cropped, times)
    print(f"{name:14} {samples} samples: known {statistics.median(a):.3f} ms, unknown {statistics.median(b):.3f} ms,"
          f" difference {statistics.median(a) - statistics.median(b):+.3f} ms, t {welch(a, b):+.2f}", flush=True)


def main(samples):
    service = Service.at(os.environ["STACK_ACCESS"])
    db, acme = Tables(service.access.database_socket), service.demo_msp.new_tenant()
    people = [acme.join().email for _ in range(KNOWN)]
    guest = acme.guest

    def forget():
        db.rows("DELETE FROM throttle")
    compare("sign-in", samples, lambda i: timed(guest.sign_in, people[i % KNOWN], WRONG),
            lambda i: timed(guest.sign_in, unique("person@x.test"), WRONG), forget)
    compare("request_reset", samples, lambda i: timed(guest.call, "auth.request_reset", email=people[i % KNOWN]),
            lambda i: timed(guest.call, "auth.request_reset", email=unique("person@x.test")), forget)
    forget()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
