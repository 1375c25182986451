# SPDX-License-Identifier: MIT
"""What the README says is done as it stands there."""

import json
import os
import re
import subprocess

from stack.layout import BUILD, ROOT


def blocks():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        return re.findall(r"^```sh\n(.*?)^```$", file.read(), re.M | re.S)


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


def test_the_table_of_methods_is_what_the_program_prints():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        shown = re.search(r"<!-- methods -->\n(.*)<!-- /methods -->", file.read(), re.S).group(1)
    printed = subprocess.run([os.path.join(BUILD, "tenantry"), "print", "methods"],
                             text=True, capture_output=True, check=True).stdout
    assert shown.strip() == printed.strip()
