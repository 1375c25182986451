# SPDX-License-Identifier: MIT
"""The JavaScript client that the service hands out: its size, its types, what it makes of answers."""

import gzip
import os
import shutil
import subprocess

import pytest

from stack.layout import BUILD, ROOT

CLIENT = os.path.join(ROOT, "tests", "client")
TSC = os.path.join(ROOT, "tests", "console", "node_modules", ".bin", "tsc")


def get(service, name, label="admin"):
    return service.caller(label).http("GET", f"/client/{name}")


def source(name):
    with open(os.path.join(ROOT, "client", name), "rb") as file:
        return file.read()


def test_it_is_served_on_every_host(service, acme):
    for label in ("admin", "api", acme.slug):
        answer = get(service, "tenantry.mjs", label)
        assert answer.status == 200 and answer.body == source("tenantry.mjs")
        assert answer.headers["Content-Type"] == "application/javascript"
    assert get(service, "nothing.mjs").status == 404


def test_its_types_are_those_of_the_program(service):
    printed = subprocess.run([os.path.join(BUILD, "tenantry"), "print", "types"], capture_output=True, check=True).stdout
    for name in ("tenantry.d.ts", "tenantry.d.mts"):
        assert get(service, name).body == source("tenantry.d.ts") + printed


def test_it_is_under_a_kilobyte():
    assert len(gzip.compress(source("tenantry.mjs"), 1)) < 1000


def test_it_survives_every_answer():
    done = subprocess.run(["node", "--test", "--test-reporter=tap", "client.test.mjs"], cwd=CLIENT, text=True,
                          capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr


@pytest.fixture(scope="module")
def tsc():
    """TypeScript, from the packages of the console's tests."""
    if not os.path.exists(TSC):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=os.path.join(ROOT, "tests", "console"),
                       check=True, timeout=300)
    return TSC


def test_its_types_allow_what_is_right_and_refuse_what_is_not(tsc):
    types = os.path.join(ROOT, "build", "types", "client")
    shutil.copytree(os.path.join(BUILD, "www", "client"), types, dirs_exist_ok=True)
    judged = subprocess.run([tsc, "-p", CLIENT], text=True, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stdout


def test_its_types_know_exactly_the_methods_and_refusals_that_there_are(service):
    printed = subprocess.run([os.path.join(BUILD, "tenantry"), "print", "types"], text=True, capture_output=True,
                             check=True).stdout
    for name, method in service.contract.methods.items():
        described = printed.partition(f'\n\t"{name}": {{\n')[2].partition("\n\t};\n")[0]
        reasons = " | ".join(f'"{one["$ref"].rpartition("/")[2]}"' for one in method["errors"])
        assert f"\t\treason: {reasons};" in described
        for one in method["params"]:
            assert f"\t\t\t{one['name']}{'' if one['required'] else '?'}: " in described, (name, one["name"])
