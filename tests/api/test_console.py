# SPDX-License-Identifier: MIT
"""The console: each test of tests/console/*.test.mjs, in a browser; its types; its texts."""

import fcntl
import glob
import json
import os
import re
import subprocess

import pytest

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


@pytest.fixture(scope="session")
def npm():
    """The packages of tests/console, fetched once for all processes of this run."""
    with open(os.path.join(ROOT, "build", "console-tests.lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.isdir(os.path.join(MODULES, "playwright-core")):
            subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=CONSOLE, check=True, timeout=300)


@pytest.mark.parametrize("path, name", named())
def test_console(service, npm, path, name):
    pattern = f"^{re.escape(name)}$"
    done = subprocess.run(["node", "--test", "--test-reporter=tap", f"--test-name-pattern={pattern}", path],
                          cwd=CONSOLE, text=True, capture_output=True, timeout=240, check=False,
                          env={**os.environ, "STACK_ACCESS": os.path.abspath(os.environ["STACK_ACCESS"])})
    assert done.returncode == 0 and re.search(r"^# pass 1$", done.stdout, re.M), done.stdout[-6000:] + done.stderr[-2000:]


def said():
    """Every text of the console: one form, or two where it counts something."""
    for path in glob.glob(os.path.join(ROOT, "nginx", "www", "app", "*.js")):
        source = read(path)
        yield from ((one, None) for one in re.findall(rf"\bt\(\s*{TEXT}", source))
        yield from re.findall(rf"\btn\(\s*{TEXT},\s*{TEXT}", source)


@pytest.mark.parametrize("po", sorted(glob.glob(os.path.join(ROOT, "nginx", "po", "*.po"))), ids=os.path.basename)
def test_every_text_of_the_console_is_translated(po):
    language = os.path.basename(po).removesuffix(".po")
    words = json.loads(read(os.path.join(ROOT, "build", "www", "i18n", f"{language}.json")))
    wanted = dict(said())
    assert sorted(wanted) == sorted(words)
    for text, many in wanted.items():
        forms = words[text] if many else [words[text]]
        assert all(isinstance(form, str) and form for form in forms), text
        for form in forms:
            assert set(re.findall(r"{\w+}", form)) <= set(re.findall(r"{\w+}", text + (many or ""))), text
    subprocess.run(["msgfmt", "--check-format", "-o", os.devnull, po], check=True)
