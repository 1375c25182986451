# SPDX-License-Identifier: MIT
"""What the README says is done as it stands there."""

import json
import os
import re
import subprocess

from stack.layout import ROOT
from stack.pool import BINARY


def page(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def blocks():
    return re.findall(r"^```sh\n(.*?)^```$", page("README.md"), re.M | re.S)


def run(script):
    """Pasted into a shell of its own; the state folder is that of this run."""
    script = script.replace("var/access.json", os.environ["STACK_ACCESS"])
    done = subprocess.run(["sh", "-eu", "-c", script], text=True, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line]


def test_the_three_calls_work_when_pasted():
    resolved, listed, rest = run(blocks()[0])
    assert resolved["result"]["scope"] == "admin"
    assert listed["result"]["total"] >= len(listed["result"]["items"])
    assert isinstance(rest, list)


def test_the_whole_story_works_when_pasted():
    answers = run(blocks()[0] + blocks()[1])[3:]
    *done, refused = answers
    assert all("result" in answer for answer in done), done
    signed_in, invited, inspected, accepted, configured, deactivated = [answer["result"] for answer in done]
    assert signed_in["session"]["current"]
    assert invited["total_created"] == 1
    assert inspected["purpose"] == "invitation"
    assert accepted["user"]["status"] == "active"
    assert configured["values"]["branding_display_name"] == "Northwind Traders"
    assert deactivated["user"]["status"] == "inactive" and deactivated["sessions_ended"] == 1
    assert refused["error"]["data"]["reason"] == "auth_required"


def test_leaving_takes_everything_along(acme):
    _, listed, _, tenant, users = run(blocks()[0] + blocks()[2])
    assert tenant["result"]["tenant"]["id"] == listed["result"]["items"][0]["id"]
    assert users["result"]["content"].startswith("id,")


def test_it_is_short_and_every_command_of_the_program_in_it_exists():
    text = page("README.md")
    assert len(text.splitlines()) < 200
    commands = set(re.findall(r"^  (\w+) {2,}\S", subprocess.run(
        [BINARY, "--help"], text=True, capture_output=True, check=True).stdout, re.M))
    assert set(re.findall(r"`tenantry ([a-z]+)", text)) <= commands
    for script in re.findall(r"\./(scripts/[a-z-]+)", text):
        assert os.access(os.path.join(ROOT, script), os.X_OK), script
    known = subprocess.run([os.path.join(ROOT, "scripts", "bench"), "--help"], text=True, capture_output=True, check=True).stdout
    for row in re.findall(r"scripts/bench --only ([\w.]+)", text):
        assert row in known, row


def test_the_table_of_methods_is_what_the_program_prints():
    shown = re.search(r"<!-- methods -->\n(.*)<!-- /methods -->", page("docs/methods.md"), re.S).group(1)
    printed = subprocess.run([BINARY, "print", "methods"], text=True, capture_output=True, check=True).stdout
    assert shown.strip() == printed.strip()
