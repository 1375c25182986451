# SPDX-License-Identifier: MIT
"""No room left: under MariaDB, under the log."""

import os
import subprocess
import time

from fault.ground import Ground, eventually
from fault.trial import row
from stack import database
from stack.layout import Trouble

MEGABYTE = 1024 * 1024


class SmallDisks(Ground):
    """MariaDB and the logs lie on file systems of their own that can be filled."""

    def prepare(self):
        self._mount("disk", 400)
        self._mount("log", 16)
        os.mkdir(self.layout.path("disk", "db"), 0o700)
        self.layout.give(self.layout.path("disk", "db"))
        os.symlink("disk/db", self.layout.path("db"))
        database.install(self.layout, self.layout.path("db.made"))
        subprocess.run(["cp", "-a", self.layout.path("db.made") + "/.", self.layout.path("db")], check=True)
        subprocess.run(["rm", "-r", self.layout.path("db.made")], check=True)

    def _mount(self, name, megabytes):
        folder = self.layout.path(name)
        os.makedirs(folder, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}M,mode=755", "tmpfs", folder],
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise Trouble(f"rows on a full disk need root, to mount one: {done.stderr.strip()}")

    def clear(self):
        if os.path.islink(self.layout.path("db")):
            os.unlink(self.layout.path("db"))
        for name in ("disk", "log"):
            if os.path.ismount(self.layout.path(name)):
                subprocess.run(["umount", "--lazy", self.layout.path(name)], check=True)

    def fill(self, name):
        """Nothing more fits there; the file that is in the way."""
        path = self.layout.path(name, "filler")
        with open(path, "wb", buffering=0) as filler:
            for size in (MEGABYTE, 4096):
                try:
                    while filler.write(bytes(size)) == size:
                        pass
                except OSError:
                    pass
        return path


@row("database-disk-full", "no room on MariaDB's disk", seconds=20, ground=SmallDisks)
def database_disk_full(trial):
    """It may give up itself: then it is started again once there is room, as whoever watches it would."""
    ground = trial.ground
    deaths = ground.logged().count("worker-died")
    with trial.load(patience=120) as load:
        time.sleep(2)
        filler = ground.fill("disk")
        full = time.monotonic()
        time.sleep(trial.seconds)
        os.unlink(filler)
        roomy = time.monotonic()
        died = give_room(ground)
        back = time.monotonic() if died else roomy
        eventually(ground.answers, 60, "an answer")
        time.sleep(3)
    line = trial.line(load)
    line.within(load.slowest(full, roomy), 10, "every answer")
    line.recovers(load.recovered(back), 5)
    line.must(ground.logged().count("worker-died") == deaths, "no worker dies of it")
    line.note += "; MariaDB gave up itself" if died else "; MariaDB went on by itself"
    return line


def give_room(ground):
    """Starts MariaDB again if it has given up; whether it had."""
    time.sleep(1)
    if ground.database.process.poll() is None:
        return False
    ground.start_database()
    return True


@row("log-disk-full", "no room on the log's disk", seconds=10, ground=SmallDisks)
def log_disk_full(trial):
    ground = trial.ground
    with trial.load() as load:
        filler = ground.fill("log")
        time.sleep(trial.seconds)
        os.unlink(filler)
        time.sleep(2)
    line = trial.line(load)
    line.must(load.failed == 0 and load.busy == 0, "no call fails")
    return line
