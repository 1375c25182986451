# SPDX-License-Identifier: MIT
"""The console: each test of tests/console/*.test.mjs, in a browser; its types; its texts."""

import contextlib
import fcntl
import glob
import json
import os
import re
import subprocess

import pytest

from stack.pool import BINARY

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONSOLE = os.path.join(ROOT, "tests", "console")
MODULES = os.path.join(CONSOLE, "node_modules")
TYPES = os.path.join(ROOT, "build", "types")
TEXT = r'"((?:[^"\\]|\\.)*)"'


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def named():
    """File and name of every test, as they stand in the files."""
    for path in sorted(glob.glob(os.path.join(CONSOLE, "*.test.mjs"))):
        for name in re.findall(f"^test\\({TEXT}", read(path), re.M):
            yield pytest.param(path, name, id=name)


@contextlib.contextmanager
def alone(name):
    """One process of this run at a time."""
    with open(os.path.join(ROOT, "build", f"console-{name}.lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def npm():
    """The packages of tests/console, fetched once for all processes of this run."""
    with alone("npm"):
        if not os.path.isdir(os.path.join(MODULES, "playwright-core")):
            subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=CONSOLE, check=True, timeout=300)


def told(path, run):
    """What node says of all tests of one file, which one browser does once in a run."""
    name = os.path.basename(path)
    kept = os.path.join(ROOT, "build", f"{name}.tap")
    with alone(name):
        if not os.path.exists(kept) or not read(kept).startswith(run):
            done = subprocess.run(["node", "--test", "--test-reporter=tap", path], cwd=CONSOLE, text=True, timeout=600,
                                  capture_output=True, check=False,
                                  env={**os.environ, "STACK_ACCESS": os.path.abspath(os.environ["STACK_ACCESS"])})
            with open(kept, "w", encoding="utf-8") as file:
                file.write(f"{run}\n{done.stdout}{done.stderr}")
        return read(kept)


@pytest.mark.parametrize("path, name", named())
def test_console(service, npm, testrun_uid, path, name):
    story = told(path, testrun_uid)
    own = re.search(rf"^((?:not )?ok) \d+ - {re.escape(name)}$.*?(?=^# |\Z)", story, re.M | re.S)
    assert own and own[1] == "ok", own[0] if own else story[-4000:]


def test_the_console_calls_what_rpc_discover_describes(npm):
    os.makedirs(TYPES, exist_ok=True)
    types = subprocess.run([BINARY, "print", "types"], text=True, capture_output=True, check=True)
    with open(os.path.join(TYPES, "tenantry.d.ts"), "w", encoding="utf-8") as file:
        file.write(types.stdout)
    judged = subprocess.run([os.path.join(MODULES, ".bin", "tsc"), "-p", CONSOLE], text=True, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stdout


def said():
    """Every text of the console: one form, or two where it counts something."""
    for path in glob.glob(os.path.join(ROOT, "nginx", "www", "app", "*.js")):
        source = read(path)
        yield from ((one, None) for one in re.findall(rf"\bt\(\s*{TEXT}", source))
        yield from re.findall(rf"\btn\(\s*{TEXT},\s*{TEXT}", source)


def spoken():
    """Languages of the console besides English, which needs no catalogue."""
    names = re.search(r"export const languages = {(.*)};", read(os.path.join(ROOT, "nginx", "www", "app", "base.js")))
    return [tag for tag in re.findall(r"(\w+):", names[1]) if tag != "en"]


def test_the_console_has_a_catalogue_for_each_of_its_languages_and_no_other():
    built = glob.glob(os.path.join(ROOT, "build", "www", "i18n", "*.json"))
    assert sorted(os.path.basename(path).removesuffix(".json") for path in built) == sorted(spoken())


@pytest.mark.parametrize("language", spoken())
def test_every_text_of_the_console_is_translated(language):
    words = json.loads(read(os.path.join(ROOT, "build", "www", "i18n", f"{language}.json")))
    wanted = dict(said())
    assert sorted(wanted) == sorted(words)
    for text, many in wanted.items():
        forms = words[text] if many else [words[text]]
        assert all(isinstance(form, str) and form for form in forms), text
        for form in forms:
            assert set(re.findall(r"{\w+}", form)) <= set(re.findall(r"{\w+}", text + (many or ""))), text
    catalogue = os.path.join(ROOT, "lib", "po", f"{language}.po")
    subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, catalogue], check=True)
