# SPDX-License-Identifier: MIT
"""Secrets go through every flow, and are then searched for in all that a thief could carry off.

Database files (rows, redo log, whatever was there before), logs of every server, environments of
the processes: in plain, in hexadecimal, in base 64 at any offset, and as in an address.
"""

import base64
import glob
import os
import re
import subprocess
import tempfile
import time
import urllib.parse

import pytest

from stack.client import COOKIE, Refused, unique
from stack.totp import code_of, enrol, fresh_step

SENT = ("correct-Zebra-19-umbrella", "violet-Tundra-83-compass", "wrong-Falcon-57-teapot")


def folder():
    return os.path.dirname(os.environ["STACK_ACCESS"])


def go_through(acme, db):
    """Every flow that a secret takes: name -> secret."""
    found = {f"password {i}": text for i, text in enumerate(SENT)}
    email, admin = unique("canary@x.test"), acme.admin
    invitation = acme.invite(email, role="member")
    found["invitation"] = acme.mail_to(email, "invitation").link().token
    found["access link"] = admin.call("invitation.create_link", invitation_id=invitation.id).url.partition("#")[2]
    person = acme.guest
    person.accept(found["access link"], SENT[0])
    person.email, person.password = email, SENT[0]
    for wrong in (SENT[2], found["invitation"]):
        with pytest.raises(Refused):
            acme.guest.sign_in(email, wrong)
    found["cookie"] = person.cookies[COOKIE]
    seed, codes = enrol(person)
    found["seed"], found["recovery code"], found["unused recovery code"] = seed, codes[0], codes[1]
    fresh_step(db, person)
    bearer = acme.guest
    found["first bearer"] = bearer.sign_in(email, SENT[0], session="token", remember=True).access_token
    found["bearer"] = bearer.call("auth.verify_mfa", recovery_code=codes[0]).access_token
    bearer.token = found["bearer"]
    bearer.call("me.get")
    found["jwt"] = bearer.call("token.issue", audience="other").token.rpartition(".")[2]
    acme.guest.call("auth.request_reset", email=email)
    found["reset"] = acme.mail_to(email, "password_reset").link().token
    acme.guest.call("auth.reset_password", token=found["reset"], new_password=SENT[1])
    found.update(keys_of(admin))
    found.update(temporary_password(acme))
    found.update(confirmation(acme))
    return found


def keys_of(admin):
    """The answer with the key is also kept for whoever repeats the call."""
    made = admin.call("api_key.create", name="canary", permissions=["user.read"], idempotency_key=unique("once"))
    again = admin.call("api_key.rotate", api_key_id=made.api_key.id)
    return {"key": made.secret.rpartition("_")[2] if made.secret.count("_") == 2 else made.secret[12:],
            "rotated key": again.secret[12:]}


def temporary_password(acme):
    acme.msp.admin.call("config.update", tenant_id=acme.id, values={
        "onboarding": "direct", "direct_credential": "temporary_password"})
    email = unique("temporary@x.test")
    acme.invite(email, role="member")
    text = acme.mail_to(email, "temporary_password").text
    return {"temporary password": next(line for line in text.splitlines() if re.fullmatch(r"\S{12,}", line)
                                       and "@" not in line and "/" not in line)}


def confirmation(acme):
    new = unique("moved@x.test")
    acme.admin.call("me.change_communication_email", email=new)
    return {"confirmation": acme.mail_to(new).link().token}


def shapes(secret):
    """How a text may stand somewhere."""
    raw = secret.encode()
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield urllib.parse.quote(secret, safe="").encode()
    for shift in range(3):
        # Without the characters at both ends, which depend on what stands beside it.
        whole = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
        yield whole[(0, 2, 3)[shift]:-1]
        yield whole[(0, 2, 3)[shift]:-1].replace(b"+", b"-").replace(b"/", b"_")


def places():
    for pattern in ("db/**/*", "log/**/*", "nginx/**/*", "tmp/**/*"):
        yield from (path for path in glob.glob(os.path.join(folder(), pattern), recursive=True) if os.path.isfile(path))


def search(needles, paths):
    with tempfile.NamedTemporaryFile() as patterns:
        patterns.write(b"\n".join(sorted(needles)) + b"\n")
        patterns.flush()
        done = subprocess.run(["grep", "-aoFH", "-f", patterns.name, *paths], capture_output=True, check=False,
                              env={"LC_ALL": "C"})
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def test_what_is_kept_anywhere_holds_no_secret(acme, db):
    secrets = go_through(acme, db)
    secrets["operator"] = acme.service.access.platform_password
    seed = base64.b32decode(secrets["seed"] + "=" * (-len(secrets["seed"]) % 8))
    needles = {shape: name for name, secret in secrets.items() for shape in shapes(secret) if len(shape) >= 12}
    needles |= {shape: "seed" for shape in (seed.hex().encode(), seed.hex().upper().encode(), base64.b64encode(seed))}
    time.sleep(1.2)     # the redo log is on the disk, the logs are written
    paths = list(places())
    assert any("ib_logfile" in path for path in paths) and any("/log/" in path for path in paths)
    # The search itself finds what is known to be there.
    assert search({acme.admin.email.encode()}, paths)
    hits = search(needles, paths)
    assert not hits, {(hit.split(b":")[0].decode(), needles.get(hit.partition(b":")[2], "?")) for hit in hits}


def test_no_process_carries_a_secret_in_its_environment_or_title(service):
    secrets = [service.access.platform_password, service.access.admin_password, service.access.api_key]
    with open(os.path.join(folder(), "secrets.json"), encoding="utf-8") as file:
        kept = re.findall(r'"([A-Za-z0-9_-]{20,})"', file.read())
    for process in glob.glob("/proc/[0-9]*"):
        for name in ("environ", "cmdline"):
            try:
                with open(os.path.join(process, name), "rb") as file:
                    text = file.read()
            except OSError:
                continue
            if b"tenantry" in text:
                assert not [one for one in secrets + kept if one.encode() in text], (process, name)


def test_files_with_secrets_are_for_the_owner_alone():
    for name in ("access.json", "secrets.json", "tenantry.conf", "keys"):
        path = os.path.join(folder(), name)
        if os.path.isdir(path):
            for inner in glob.glob(os.path.join(path, "*")):
                assert os.stat(inner).st_mode & 0o077 == 0, inner
        elif os.path.exists(path):
            assert os.stat(path).st_mode & 0o077 == 0, path
