# SPDX-License-Identifier: MIT
"""Where everything of one stack lies: all below its state folder."""

import fcntl
import json
import os
import pwd
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get("TENANTRY_BUILD") or "build")
SERVANT = "www-data"            # whoever runs the servers when root starts the stack
LONGEST_SOCKET = 90             # what tenantry takes for `listen`, well below sizeof sun_path
LOCK, SECRETS = "lock", "secrets.json"
OURS = ("access.json", "db", "db.unfinished", "keys", "log", "mail", "mail-rules.json", "nginx", "run",
        "tenantry.conf", "tenantry-2.conf", "tls", "tls.unfinished", "tmp",
        SECRETS)        # last: by them it is known


class Trouble(Exception):
    """What a person who started the stack has to read; no traceback."""


class Layout:
    def __init__(self, state):
        self.root = os.path.abspath(state)
        self.mail = self.path("mail")
        self.log = self.path("log")
        self.access = self.path("access.json")
        self.config = self.path("tenantry.conf")

    def path(self, *names):
        return os.path.join(self.root, *names)

    def make(self):
        """Makes the folders; whoever will write in them owns them."""
        os.makedirs(self.root, exist_ok=True)
        self.servant = find_servant([self.root, ROOT])
        for name in ("log", "nginx", "tls"):
            os.makedirs(self.path(name), exist_ok=True)
        for name in ("mail", "keys", "tmp"):
            os.makedirs(self.path(name), exist_ok=True)
            self.give(self.path(name))
        os.chmod(self.path("keys"), 0o700)
        self.sockets = self._sockets_folder()

    def give(self, path):
        """Hands a file or folder to the servant."""
        if self.servant is not None:
            os.chown(path, self.servant.pw_uid, self.servant.pw_gid)

    def run_as(self):
        """Arguments for subprocess: become the servant, if there is one."""
        if self.servant is None:
            return {}
        return {"user": self.servant.pw_uid, "group": self.servant.pw_gid, "extra_groups": []}

    def socket(self, name):
        return os.path.join(self.sockets, name)

    def _sockets_folder(self):
        """DIR/run; a short folder with a link to it there, where that name is too long."""
        link = self.path("run")
        if len(os.path.join(link, "database.sock").encode()) <= LONGEST_SOCKET:
            folder = link
            os.makedirs(folder, exist_ok=True)
        else:
            folder = tempfile.mkdtemp(prefix="tenantry-", dir="/tmp")
            os.symlink(folder, link)
        os.chmod(folder, 0o700)
        self.give(folder)
        return folder

    def _drop_short_folder(self):
        link = self.path("run")
        folder = os.readlink(link)
        if folder.startswith("/tmp/tenantry-"):
            shutil.rmtree(folder, ignore_errors=True)
        os.unlink(link)

    def leave(self):
        """What a stopped stack does not keep."""
        if os.path.exists(self.access):
            os.unlink(self.access)
        if os.path.islink(self.path("run")):
            self._drop_short_folder()


class Lock:
    """Held by whoever runs a stack in this folder; its file holds that process's id."""

    def __init__(self, layout):
        os.makedirs(layout.root, exist_ok=True)
        self._file = open(layout.path(LOCK), "a+", encoding="ascii")

    def take(self):
        """True unless somebody else has it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def sign(self):
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def holder(self):
        self._file.seek(0)
        return int(self._file.read() or 0)

    def release(self):
        self._file.close()


def check_may_be_wiped(layout):
    """Trouble if the names that we would remove stand there, and are not ours."""
    if any(map(os.path.lexists, map(layout.path, OURS))) and not os.path.exists(layout.path(SECRETS)):
        raise Trouble(f"{layout.root} is not a state folder of this program: it is not emptied")


def wipe(layout):
    """Removes what a stack made in a state folder whose lock we hold."""
    layout.leave()
    for path in filter(os.path.lexists, map(layout.path, OURS)):
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


def find_servant(folders):
    """The account for the servers: none unless root starts them, and it can reach the folders."""
    if os.geteuid() != 0:
        return None
    try:
        servant = pwd.getpwnam(SERVANT)
    except KeyError:
        return None
    reach = subprocess.run(["sh", "-c", 'for folder; do test -x "$folder" || exit 1; done', "sh", *folders],
                           user=servant.pw_uid, group=servant.pw_gid, extra_groups=[], check=False)
    return servant if reach.returncode == 0 else None


class Secrets:
    """What was made up once and is the same at each start.  Written before it is used."""

    def __init__(self, layout):
        self._path = layout.path(SECRETS)
        self._values = {}
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8") as file:
                self._values = json.load(file)

    def get(self, name):
        return self._values.get(name)

    def keep(self, **values):
        self._values.update(values)
        write_private(self._path, json.dumps(self._values, indent=1) + "\n")

    def made(self, name, make):
        """The value of this name; made and kept if there is none yet."""
        if name not in self._values:
            self.keep(**{name: make()})
        return self._values[name]


def write_private(path, text):
    """Replaces a file in one step; nobody but the owner reads it."""
    with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), delete=False, encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(file.name, path)
