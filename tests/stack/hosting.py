# SPDX-License-Identifier: MIT
"""tenantry as a person without root puts it on a shared host: program and configuration in a folder
of their own, the files of scripts/hosting, and each web server that is found there.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time

from stack import web
from stack.actors import Service
from stack.authority import Authority
from stack.client import plain
from stack.layout import ROOT, Layout, write_private
from stack.mailbox import Mail
from stack.ownpool import eventually
from stack.pool import BINARY
from stack.scratch import Scratch
from stack.servers import Server
from stack.start import free_port
from stack.wire import Wire

EXAMPLES = os.path.join(ROOT, "scripts", "hosting")
EMAIL, PASSWORD = "owner@shared.test", "correct-battery-staple-41"
QUICK = {"password_memory_kib": 8192, "password_passes": 1}
MODULES = "/usr/lib/apache2/modules"

# Takes a mail as Debian's sendmail does: recipients from its headers, one file for each mail.
SENDMAIL = """\
#!/bin/sh
[ "$1 $2" = "-t -i" ] || exit 64
cat >"{mail}/$$.unfinished" && mv "{mail}/$$.unfinished" "{mail}/$(date +%s%N).eml"
"""

# What the company that rents out the machine has in its own files.
APACHE = """\
ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache.log
ServerName localhost
Listen 127.0.0.1:{port}
Listen 127.0.0.1:{plain_port}
{modules}
Mutex posixsem
TypesConfig /dev/null
AddType text/html .html
AddType text/javascript .js
FcgidIPCDir {folder}/ipc
FcgidProcessTableFile {folder}/ipc/table
FcgidMaxProcesses 4
<VirtualHost *:{port}>
	SSLEngine on
	SSLCertificateFile {certificate}
	SSLCertificateKeyFile {key}
</VirtualHost>
DocumentRoot {root}
<Directory {root}>
	AllowOverride All
	Require all granted
</Directory>
"""

LIGHTTPD = """\
server.document-root = "{root}"
server.bind          = "127.0.0.1"
server.port          = {port}
server.errorlog      = "{folder}/lighttpd.log"
server.upload-dirs   = ("{folder}/tmp")
mimetype.assign      = (".html" => "text/html", ".js" => "text/javascript")
server.modules      += ("mod_openssl")
ssl.engine           = "enable"
ssl.pemfile          = "{certificate}"
ssl.privkey          = "{key}"
$SERVER["socket"] == "127.0.0.1:{plain_port}" {{
	ssl.engine = "disable"
}}
include "{folder}/tenantry/lighttpd.conf"
"""


class Home:
    """The folder that a customer of the host has, a database beside the stack's, and one port."""

    def __init__(self, service):
        self.stack = service.access
        self.layout = Layout(tempfile.mkdtemp(prefix="home-"))
        os.chmod(self.layout.root, 0o755)
        self.layout.make()
        self.layout.give(self.layout.root)
        self.scratch = Scratch()
        self.scratch.run(f"REVOKE GRANT OPTION ON {self.scratch.name}.* FROM {self.scratch.owner}@localhost")
        self.port, self.plain_port = free_port(), free_port()
        self.tls = Authority(Layout(os.path.dirname(os.environ["STACK_ACCESS"])))
        self._make_folders()
        self._upload()

    def path(self, *names):
        return self.layout.path(*names)

    def _make_folders(self):
        for name in ("tenantry", "public_html", "www", "ipc"):
            os.makedirs(self.path(name), exist_ok=True)
            self.layout.give(self.path(name))

    def _upload(self):
        """The program, its configuration, a sendmail; then what a person says once."""
        shutil.copy(BINARY, self.path("tenantry", "tenantry"))
        self.write("sendmail", SENDMAIL.format(mail=self.layout.mail), 0o755)
        options = {"public_port": self.port, "sendmail_path": self.path("sendmail"), **QUICK}
        own = "".join(f'{name} = "{value}"\n' for name, value in options.items())
        self.write("tenantry/tenantry.conf", self.example("tenantry.conf") + own, 0o600)
        self.say("migrate")
        self.say("bootstrap", "--email", EMAIL, said=PASSWORD + "\n")

    def example(self, name):
        """A file of scripts/hosting with its paths filled in."""
        values = {"HOME": self.layout.root, "BASE": self.stack.base_domain, "DB_SOCKET": self.stack.database_socket,
                  "DB_NAME": self.scratch.name, "DB_USER": self.scratch.owner, "DB_PASSWORD": self.scratch.owner}
        with open(os.path.join(EXAMPLES, name), encoding="utf-8") as file:
            return web.fill(file.read(), values)

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        write_private(path, text)
        os.chmod(path, mode)
        self.layout.give(path)
        return path

    def say(self, *arguments, said=""):
        """A command with the environment of cron: it finds the configuration beside itself."""
        done = subprocess.run([self.path("tenantry", "tenantry"), *arguments], input=said, text=True, cwd="/",
                              capture_output=True, check=False, env={"PATH": "/usr/bin:/bin"}, **self.layout.run_as())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mail_to(self, address):
        """What cron sends to that address now."""
        crontab = self.example("crontab").splitlines()[-1].split(None, 5)
        subprocess.run(["sh", "-c", crontab[5]], check=True, cwd="/", env={"PATH": "/usr/bin:/bin"},
                       **self.layout.run_as())
        return eventually(lambda: self._mail_to(address))   # a pool's keeper may be faster, and still at it

    def _mail_to(self, address):
        mails = [Mail(entry.path) for entry in os.scandir(self.layout.mail) if entry.name.endswith(".eml")]
        return next((mail for mail in mails if address in str(mail.message["To"])), None)

    def service(self):
        """The service on our port, as the tests speak of it."""
        return Service({**plain(self.stack), "port": self.port, "mail_dir": self.layout.mail,
                        "platform_email": EMAIL, "platform_password": PASSWORD})

    @contextlib.contextmanager
    def changed(self, **options):
        """The configuration with other values for a while."""
        with open(self.path("tenantry", "tenantry.conf"), encoding="utf-8") as file:
            before = file.read()
        kept = [line for line in before.splitlines(True) if line.partition("=")[0].strip() not in options]
        self.write("tenantry/tenantry.conf", "".join(kept) + "".join(
            f'{name} = "{value}"\n' for name, value in options.items()), 0o600)
        yield
        self.write("tenantry/tenantry.conf", before, 0o600)

    def speaks(self):
        """Does the web server answer, whatever it says?"""
        with contextlib.suppress(OSError):
            return Wire(f"admin.{self.stack.base_domain}", self.port, self.stack.ca_cert).send(
                "POST", "/rpc", b'{"jsonrpc":"2.0","id":1,"method":"system.version"}',
                [("Content-Type", "application/json")])

    def answers(self):
        answer = self.speaks()
        return answer is not None and answer.status == 200

    def program(self, name, argv):
        return Server(name, argv, self.layout.log, run_as=self.layout.run_as(),
                      environment={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})

    def as_example(self, name):
        """An example that is a program."""
        return self.program(name, [self.write(f"tenantry/{name}", self.example(name), 0o755)])

    def facts(self, **more):
        return {"folder": self.layout.root, "root": self.path("public_html"), "port": self.port,
                "plain_port": self.plain_port, "certificate": self.tls.certificate, "key": self.tls.key, **more}

    def remove(self):
        self.scratch.drop()
        self.layout.leave()
        shutil.rmtree(self.layout.root)


def apache(home, htaccess=None):
    names = ("mpm_event", "authz_core", "unixd", "ssl", "fcgid", "rewrite", "headers", "setenvif", "mime", "dir",
             "socache_shmcb")
    loaded = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in names
                     if os.path.exists(f"{MODULES}/mod_{name}.so"))
    home.write("public_html/.htaccess", htaccess or home.example("htaccess"))
    config = home.write("apache.conf", APACHE.format(**home.facts(modules=loaded)))
    return [home.program("apache", ["apache2", "-f", config, "-D", "FOREGROUND"])]


def lighttpd(home):
    home.write("tenantry/lighttpd.conf", home.example("lighttpd.conf"))
    config = home.write("lighttpd.conf", LIGHTTPD.format(**home.facts(root=home.path("www"))))
    return [home.program("lighttpd", ["lighttpd", "-D", "-f", config])]


def nginx_before(home, backend):
    """The shipped nginx files, and whatever listens on the socket that the examples name."""
    return [backend, web.server(home.layout, home.stack.base_domain, home.port, home.tls,
                                [home.path("tenantry", "pool.sock")])]


def spawn_fcgi(home):
    return nginx_before(home, home.as_example("spawn-fcgi"))


def multiwatch(home):
    return nginx_before(home, home.as_example("multiwatch"))


def socket_activation(home):
    return nginx_before(home, home.as_example("socket-activate"))


def nginx(home):
    """The pool on the socket of its own configuration."""
    return nginx_before(home, home.program("pool", ["env", "TENANTRY_LISTEN=" + home.path("tenantry", "pool.sock"),
                                                    home.path("tenantry", "tenantry"), "serve"]))


@contextlib.contextmanager
def running(home, servers, ready=None):
    """The servers for as long as a `with` lasts; nothing of them is left behind."""
    try:
        for server in servers:
            server.start()
        servers[-1].wait_for(ready or home.answers)
        yield
    finally:
        for server in servers:
            server.ask_to_stop()
        for server in servers:
            server.stop(time.monotonic() + 10)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(home.path("tenantry", "pool.sock"))
