# SPDX-License-Identifier: MIT
"""A stranger adds a method: scripts/new-method, three lines of her own, make, and it answers."""

import json
import os
import re
import shutil
import subprocess

import pytest

from stack.commands import CONFIG
from stack.layout import BUILD, ROOT


def say(*command, cwd):
    done = subprocess.run(command, cwd=cwd, text=True, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def copy(tmp_path):
    """(source, build): this tree with what make has made of it, at another place."""
    source, build = tmp_path / "source", tmp_path / "build"
    kept = ("fcgi", "lib", "sql", "scripts", "nginx", "client", "examples", "man", "docs", "tests", "configure",
            "configure.ac", "Makefile.am", "Makefile.in", "aclocal.m4", "config.h.in", "autom4te.cache", "pytest.ini",
            "README.md", "CONTRIBUTING.md", "NEWS", "LICENSE")
    source.mkdir()
    for name in kept:
        say("cp", "-a", os.path.join(ROOT, name), ".", cwd=source)
    shutil.copytree(BUILD, build, symlinks=True, ignore=shutil.ignore_patterns(
        "npm", "test", "stacks", "sanitizers", "types", "release", "bench*", "*.lock", "*.log"))
    for path in say("grep", "-rlIF", BUILD, ".", cwd=build).split() + say("grep", "-rlIF", ROOT, ".", cwd=build).split():
        moved(build / path, build, source)
    return source, build


def moved(path, build, source):
    """The same file at its new place, as old as before."""
    was = path.stat()
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    # A build below its source is the longer name.
    text = text.replace(BUILD, "\0").replace(ROOT, str(source)).replace("\0", str(build))
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def test_a_new_method_answers_after_three_lines(copy, acme):
    source, build = copy
    told = say("scripts/new-method", "widget.polish", cwd=source)
    assert "fcgi/method/widget_polish.c" in told and (source / "tests/api/test_widget.py").exists()
    method = source / "fcgi/method/widget_polish.c"
    written = method.read_text(encoding="utf-8")
    for blank, said in (("What it does, in one sentence.", "Polish the widgets of a tenant."),
                        ("PERM_UNSET", "PERM_tenant_read"), ("TX_UNSET", "TX_READ")):
        assert blank in written
        written = written.replace(blank, said)
    method.write_text(written, encoding="utf-8")

    say("make", "-s", "-j2", "tenantry", cwd=build)
    assert "| `widget.polish` | tenant_id? | tenant.read | Polish the widgets of a tenant. |" in say(
        "./tenantry", "print", "methods", cwd=build)
    answer = say("./tenantry", "--config", CONFIG, "call", "widget.polish", json.dumps({"tenant_id": acme.id}), cwd=build)
    assert json.loads(answer) == {"tenant_id": acme.id}
    described = json.loads(say("./tenantry", "print", "openrpc", cwd=build))
    polish = next(one for one in described["methods"] if one["name"] == "widget.polish")
    assert polish["examples"] and polish["x-permission"] == "tenant.read"
    assert re.search(r'"widget.polish": \{', say("./tenantry", "print", "types", cwd=build))
