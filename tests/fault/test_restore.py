# SPDX-License-Identifier: MIT
"""docs/backup.md is done as it stands there: dumped under load, restored into an empty server."""

import os
import re
import shutil
import subprocess
import time

import pytest

from fault.ground import Ground, eventually
from fault.ledger import WHOLE
from fault.load import Load
from stack import database, launch
from stack.client import GOOD
from stack.layout import ROOT, Secrets
from stack.pool import BINARY
from stack.totp import code_of, enrol, fresh_step


def blocks():
    with open(os.path.join(ROOT, "docs", "backup.md"), encoding="utf-8") as file:
        return re.findall(r"^```sh\n(.*?)^```$", file.read(), re.M | re.S)


@pytest.fixture(scope="module")
def ground():
    with Ground(launch.state_folder("-restore")) as ground:
        yield ground


def run(ground, script, keep):
    """Pasted into a shell, its variables set as the page says."""
    kept = Secrets(ground.layout)
    variables = {
        "socket": ground.access["database_socket"], "name": database.NAME, "keep": keep, "config": ground.layout.config,
        "keys": ground.layout.path("keys", "tenantry.key"),
        "owner": database.OWNER, "owner_password": kept.get(database.OWNER),
        "worker": database.WORKER, "worker_password": kept.get(database.WORKER),
    }
    done = subprocess.run(["sh", "-eu", "-c", script], text=True, capture_output=True, timeout=120, check=False,
                          env=os.environ | variables | {"PATH": f"{os.path.dirname(BINARY)}:{os.environ['PATH']}"})
    assert done.returncode == 0, done.stderr


def lose_the_server(ground):
    """An empty one in its place, as after a fire; the keys were lost with it."""
    ground.stop(ground.database)
    shutil.rmtree(ground.layout.path("db"))
    database.install(ground.layout, ground.layout.path("db"))
    ground.start_database()


def test_a_dump_under_load_brings_everything_back(ground, tmp_path):
    backup, restore = blocks()
    acme = ground.service.demo_msp.new_tenant()
    admin, person = acme.admin, acme.join()
    seed, _ = enrol(person)
    acme.invite("waiting@x.test")
    link = acme.mail_to("waiting@x.test").link()
    with Load(ground) as load:
        time.sleep(2)
        dumped = time.monotonic()
        run(ground, backup, str(tmp_path))
        time.sleep(1)
    acknowledged = {note.key for note in load.notes
                    if note.outcome == "done" and note.kind == "credit" and note.ended < dumped}
    lose_the_server(ground)
    ground.service._tables = None
    run(ground, restore, str(tmp_path))
    eventually(ground.answers, 10, "the service to go on")
    tables = ground.service.tables

    there = {row.reference for row in tables.rows(
        "SELECT reference FROM credit_use WHERE reference LIKE %s", f"{load.run}-%")}
    assert acknowledged and acknowledged <= there
    for what, sql in WHOLE.items():
        assert not tables.rows(sql, *[f"{load.run}-%"] * sql.count("%s")), what

    assert admin.call("me.get").user.email == admin.email          # her session of before
    fresh_step(tables, person)
    guest = acme.guest
    guest.sign_in(person.email, GOOD)
    guest.call("auth.verify_mfa", code=code_of(seed))               # sealed under the same keys
    assert {user.email for user in admin.call("user.list")["items"]} >= {admin.email, person.email, "waiting@x.test"}
    invited = acme.guest
    invited.accept(link.token)                                      # a link that was mailed before
    assert acme.join().user.status == "active"                      # and everything new works


def test_a_dump_holds_neither_keys_nor_links(ground, tmp_path):
    backup, _ = blocks()
    acme = ground.service.demo_msp.new_tenant()
    acme.invite("secret@x.test")
    token = acme.mail_to("secret@x.test").link().token
    run(ground, backup, str(tmp_path))
    dump = subprocess.run(["gunzip", "-c", str(tmp_path / "database.sql.gz")], stdout=subprocess.PIPE, check=True).stdout
    with open(ground.layout.path("keys", "tenantry.key"), encoding="ascii") as keys:
        key = keys.read().split()[1]
    for secret in (token, key, ground.access["api_key"]):
        assert secret.encode() not in dump and secret.encode().hex().encode() not in dump.lower()
    assert all(os.stat(tmp_path / name).st_mode & 0o077 == 0 for name in ("database.sql.gz", "keys", "tenantry.conf"))
