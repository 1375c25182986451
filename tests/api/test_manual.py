# SPDX-License-Identifier: MIT
"""The manual pages: mandoc finds nothing, nothing is left out, and every command in them works."""

import os
import re
import shutil
import subprocess

import pytest

from stack.client import GOOD, unique
from stack.layout import BUILD
from stack.ownpool import Pool
from stack.pool import BINARY

PAGES = ["tenantry.1", "tenantry.conf.5", "tenantry-rpc.7"]


def path(page):
    return os.path.join(BUILD, "man", page)


def source(page):
    with open(path(page), encoding="utf-8") as file:
        return file.read()


def printed(*arguments):
    return subprocess.run([BINARY, *arguments], text=True, capture_output=True, check=True, env={}).stdout


@pytest.mark.parametrize("page", PAGES)
def test_mandoc_finds_nothing(page):
    told = subprocess.run(["mandoc", "-T", "lint", path(page)], text=True, capture_output=True, check=False).stdout
    found = [line for line in told.splitlines()
             # Not installed here, and all of them are ours.
             if not re.search(r"referenced manual not found: Xr tenantry(-rpc|\.conf)? [157]\b", line)]
    assert found == []


def shown(page):
    return subprocess.run(["mandoc", "-T", "utf8", path(page)], text=True, capture_output=True, check=True).stdout


def test_every_command_option_and_line_of_the_contract_stands_there(service):
    tags = {page: set(re.findall(r'^\.It (?:Ic|Cm) "?([\w.-]+)', source(page), re.M)) for page in PAGES}
    commands = set(re.findall(r"^  (\w+) {2,}\S", printed("--help"), re.M)) - {"help"}
    assert commands <= tags["tenantry.1"]
    options = set(re.findall(r"^(?:# )?(\w+) (?:=|is not set|is set)", printed("print", "config"), re.M))
    assert tags["tenantry.conf.5"] == options
    wanted = set(service.contract.methods) | set(service.contract.document["components"]["errors"])
    for table in ("permissions", "settings"):
        wanted |= set(re.findall(r"^\| `([\w.]+)` \|", printed("print", table), re.M))
    assert tags["tenantry-rpc.7"] == wanted


def examples():
    """Each command line of the pages, without what is said of it behind."""
    for page in PAGES:
        for block in re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed", source(page), re.M | re.S):
            for line in block.splitlines():
                command = re.split(r" {2,}", line.replace("\\e", "\\"))[0]
                if not re.match(r"\w+ = ", command):
                    yield pytest.param(command, id=command)


@pytest.fixture(scope="module")
def shell(service, tmp_path_factory):
    """Runs a line of the manual where the people and things exist that it names: its exit status and output."""
    tmp_path = tmp_path_factory.mktemp("manual")
    (tmp_path / "pool").mkdir()
    acme, db = service.demo_msp.new_tenant(), service.tables
    ann = acme.join()
    pool = Pool(str(tmp_path / "pool"), {"workers": 1}).start()
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / ".zfunc").mkdir()
    (tmp_path / "people.csv").write_text(f"email,role\n{unique('csv@x.test')},member\n", encoding="utf-8")
    (tmp_path / "tenants.json").write_text(
        f'{{"msp_id": "{acme.msp.id}", "tenants": [{{"tenant_name": "{unique("Manual")}"}}]}}', encoding="utf-8")
    own = tmp_path / "tenantry.conf"
    with open(pool.config, encoding="utf-8") as file:
        own.write_text(file.read().replace(pool.socket, str(tmp_path / "pool.sock")).replace(
            "mail_from = ''", "mail_from = 'manual@tenantry.localhost'"), encoding="utf-8")
    own.chmod(0o600)
    script(programs / "pass", f"echo {GOOD}")
    script(programs / "tenantry", f"""case " $* " in
    *" serve --check "*) exec {BINARY} "$@" ;;
    *" serve "*) exec timeout --preserve-status 2 {BINARY} "$@" ;;
    *) exec {BINARY} "$@" ;;
    esac""")
    if not shutil.which("jq"):
        script(programs / "jq", "exec cat")

    def run(command):
        if "mail_..." in command:
            command = command.replace("mail_...", failed_mail(acme, db))
        for written, real in (("/etc/tenantry/tenantry.conf", str(own)), ("tenant_...", acme.id), ("tenant_01j...", acme.id),
                              ("ann@example.com", ann.email), ("PID", str(pool.parent.pid)), (" acme", " " + acme.slug),
                              ("| source", "| cat")):
            command = command.replace(written, real)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TENANTRY_")}
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, text=True, input=GOOD + "\n", capture_output=True,
                              check=False, timeout=60, env={
                                  **environment, "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(tmp_path),
                                  "TENANTRY_CONFIG": str(own)})
        return done.returncode, done.stdout + done.stderr
    yield run
    pool.end()


def script(file, text):
    file.write_text("#!/bin/sh\n" + text + "\n", encoding="utf-8")
    file.chmod(0o755)


def failed_mail(acme, db):
    email = unique("manual@x.test")
    acme.invite(email)
    acme.mail_to(email)
    mail = acme.msp.admin.call("mail.list", to=email)["items"][0].id
    db.rows("UPDATE mail SET state = 'failed', next_attempt_at = NULL WHERE to_key = %s", email)
    return mail


@pytest.mark.parametrize("command", examples())
def test_what_the_manual_says_works(shell, command):
    status, said = shell(command)
    expected = {"tenantry import acme people.csv": 2,       # no terminal: it shows and asks for --yes
                "tenantry doctor": 1}.get(command, 0)       # nobody listens at this configuration's socket
    assert status == expected, said
    if command == "tenantry doctor":
        assert re.findall(r"^wrong +(\w+)", said, re.M) == ["socket"], said
