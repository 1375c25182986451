# SPDX-License-Identifier: MIT
"""examples/ in curl, JavaScript, Python and PHP: the same few calls, and what comes of them."""

import os
import subprocess

import pytest

from stack.layout import ROOT

HERE = os.path.join(ROOT, "tests", "stack", "localhost")
PROGRAMS = [["sh", "invite.sh"], ["node", "invite.mjs"], ["python3", "invite.py"], ["php", "invite.php"]]


def run(service, program, name, email, key=None):
    access = service.access
    return subprocess.run([*program, name, email], cwd=os.path.join(ROOT, "examples"), text=True, capture_output=True,
                          timeout=60, check=False, env={
                              **os.environ, "TENANTRY_URL": f"https://{service.host('api')}/rpc",
                              "TENANTRY_KEY": key or access.api_key, "TENANTRY_CA": access.ca_cert,
                              "NODE_EXTRA_CA_CERTS": access.ca_cert, "PYTHONPATH": HERE,
                              "NODE_OPTIONS": f"--import={HERE}/resolve.mjs"})


@pytest.fixture(params=PROGRAMS, ids=lambda program: program[1])
def program(request):
    return request.param


def test_it_makes_a_tenant_and_invites_its_admin(service, msp, program, unique):
    name, email = unique("Example"), unique("ann@example.test")
    done = run(service, program, name, email)
    assert done.returncode == 0, done.stderr
    made, invited = done.stdout.splitlines()
    assert invited == f"invited {email}"
    tenant = msp.admin.call("tenant.get", tenant_id=made.removeprefix("tenant "))
    assert tenant.name == name and service.mail_to(email).link().page == "invite"
    assert service.mail_to(email).link().host == service.host(tenant.slug)

    again = run(service, program, name, email)
    assert again.stdout.splitlines() == [made, "invited already"], again.stderr


def test_it_says_why_it_was_refused(service, program, unique):
    wrong = "tk_abcdefgh_" + "A" * 43
    done = run(service, program, unique("Example"), unique("ann@example.test"), wrong)
    if program[0] == "sh":      # it has no words for what it does not expect
        assert done.returncode != 0
    else:
        assert done.returncode == 1 and done.stderr.startswith("refused: key_invalid: "), done.stderr
