# SPDX-License-Identifier: MIT
"""`make install` into an empty folder: what is there, whether it fits together, and that it goes again."""

import fcntl
import os
import re
import shutil
import subprocess

import pytest

from stack.layout import BUILD
from stack.pool import BINARY

MOST_EXPOSURE = "15"        # tenths; systemd-analyze security calls anything below 20 fine


def say(*words, **options):
    """A program to its end; what it wrote."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def make(target, folder):
    """One at a time: each looks whether something has to be built."""
    with open(os.path.join(BUILD, "install.lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        say("make", "-s", "-C", BUILD, target, f"DESTDIR={folder}", "MAKEFLAGS=")


def files_below(folder):
    return {os.path.relpath(os.path.join(where, name), folder) for where, _, names in os.walk(folder) for name in names}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Its root, with usr/local in it."""
    root = tmp_path_factory.mktemp("root")
    make("install", root)
    return root


def test_everything_has_its_place(installed):
    there = files_below(installed / "usr/local")
    assert {"bin/tenantry", "lib/systemd/system/tenantry.service", "lib/systemd/system/tenantry.socket",
            "lib/sysusers.d/tenantry.conf", "lib/tmpfiles.d/tenantry.conf", "share/tenantry/nginx/render",
            "share/tenantry/www/index.html", "share/doc/tenantry/README.md",
            "share/doc/tenantry/examples/tenantry.conf",
            "share/doc/tenantry/examples/hosting/htaccess"} <= there
    assert say(installed / "usr/local/bin/tenantry", "--version").startswith("tenantry ")
    for name in there:
        with open(installed / "usr/local" / name, "rb") as file:
            assert not re.search(rb"@[a-z_]+dir@|@web_group@", file.read()), name


def test_uninstall_leaves_nothing(tmp_path):
    make("install", tmp_path)
    make("uninstall", tmp_path)
    assert files_below(tmp_path) == set()
    assert [str(path) for path in tmp_path.rglob("*tenantry*")] == []


@pytest.fixture
def units(installed, tmp_path):
    """The units, as they would be if the program were where they look for it."""
    for name in ("tenantry.service", "tenantry.socket"):
        text = (installed / "usr/local/lib/systemd/system" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/usr/local/bin/tenantry", BINARY), encoding="utf-8")
    return tmp_path


def test_systemd_finds_nothing_wrong_with_the_units(units):
    assert say("systemd-analyze", "verify", "--man=no", units / "tenantry.service", units / "tenantry.socket") == ""


def test_the_service_is_confined(units):
    shown = say("systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSURE}",
                units / "tenantry.service")
    assert "Overall exposure level" in shown


@pytest.mark.skipif(os.geteuid() != 0, reason="makes users")
def test_user_and_folders_are_made(installed, tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "usr/local/etc/tenantry").mkdir(parents=True)
    (tmp_path / "usr/local/etc/tenantry/tenantry.conf").touch()
    for name in ("passwd", "shadow", "gshadow"):
        (tmp_path / "etc" / name).touch()
    (tmp_path / "etc/group").write_text("www-data:x:33:\n", encoding="ascii")
    say("systemd-sysusers", f"--root={tmp_path}", installed / "usr/local/lib/sysusers.d/tenantry.conf")
    say("systemd-tmpfiles", f"--root={tmp_path}", "--create", installed / "usr/local/lib/tmpfiles.d/tenantry.conf")
    user = next(line for line in (tmp_path / "etc/passwd").read_text(encoding="ascii").splitlines()
                if line.startswith("tenantry:"))
    assert user.endswith("/nologin")
    uid = int(user.split(":")[2])
    run = os.stat(tmp_path / "usr/local/var/run/tenantry")
    assert (run.st_uid, run.st_gid, oct(run.st_mode)) == (uid, 33, "0o42750")
    kept = os.stat(tmp_path / "usr/local/var/lib/tenantry")
    assert (kept.st_uid, oct(kept.st_mode)) == (uid, "0o40700")
    assert os.stat(tmp_path / "usr/local/etc/tenantry/tenantry.conf").st_mode & 0o777 == 0o640


def test_the_example_of_a_configuration_is_one(installed):
    example = installed / "usr/local/share/doc/tenantry/examples/tenantry.conf"
    printed = say(installed / "usr/local/bin/tenantry", "--config", example, "print", "config")
    assert 'key_file = "/usr/local/var/lib/tenantry/keys"' in printed


def test_nginx_takes_what_render_writes(service, installed, tmp_path):
    certificate = service.access.ca_cert.replace("ca.pem", "server.pem")
    script = (installed / "usr/local/share/tenantry/nginx/render").read_text(encoding="utf-8")
    here = tmp_path / "render"
    here.write_text(script.replace("/usr/local/share", f"{installed}/usr/local/share"), encoding="utf-8")
    chosen = {"ACCESS_LOG": f"{tmp_path}/access.log tenantry", "LISTEN": "127.0.0.1:8443",
              "HTTP_LISTEN": "127.0.0.1:8080", "PUBLIC_PORT": "8443"}
    for _ in range(2):      # again after an upgrade
        said = say("sh", here, "app.example", certificate, certificate.replace(".pem", ".key"), tmp_path,
                   env={**os.environ, **chosen})
    assert "nginx -t" in said
    site = (tmp_path / "conf.d/tenantry.conf").read_text(encoding="utf-8")
    assert "server unix:/usr/local/var/run/tenantry/tenantry.sock max_fails=0;" in site
    assert not re.search(r"^[^#]*@[A-Z_]+@", site, re.M)
    shutil.copy("/etc/nginx/mime.types", tmp_path)
    (tmp_path / "nginx.conf").write_text(
        "pid nginx.pid; error_log stderr; events {} http { include mime.types; include conf.d/*.conf; }\n",
        encoding="utf-8")
    say("nginx", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "stderr", "-t")


def test_render_says_how_it_is_used(installed):
    done = subprocess.run(["sh", installed / "usr/local/share/tenantry/nginx/render"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 2 and "render DOMAIN CERTIFICATE KEY" in done.stderr
