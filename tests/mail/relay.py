# SPDX-License-Identifier: MIT
"""Relays for the tests of lib/mail: a real one that can refuse, and one that says what a test scripts."""

import os
import socket
import ssl
import subprocess
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, SMTP

from stack.layout import BUILD


class Certificates:
    """An authority of our own and what it signed: for localhost, for another host, and expired."""

    def __init__(self, folder):
        self._folder = str(folder)
        self.ca = self._at("ca.pem")
        self._openssl("req", "-x509", *self._key("ca"), "-days", 2, "-subj", "/CN=test authority", "-out", self.ca)
        self.good = self._sign("good", "localhost", 2)
        self.other = self._sign("other", "relay.example.test", 2)
        self.expired = self._sign("expired", "localhost", -1)

    def _sign(self, name, host, days):
        """A server's side of TLS with a certificate for `host`."""
        with open(self._at(f"{name}.ext"), "w", encoding="ascii") as file:
            file.write(f"subjectAltName=DNS:{host}\n")
        self._openssl("req", *self._key(name), "-subj", f"/CN={host}", "-out", self._at(f"{name}.csr"))
        self._openssl("x509", "-req", "-in", self._at(f"{name}.csr"), "-CA", self.ca, "-CAkey", self._at("ca.key"),
                      "-CAcreateserial", "-days", days, "-extfile", self._at(f"{name}.ext"),
                      "-out", self._at(f"{name}.pem"))
        return self.context(name)

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._at(f"{name}.pem"), self._at(f"{name}.key"))
        return context

    def _key(self, name):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self._at(f"{name}.key")

    def _at(self, name):
        return os.path.join(self._folder, name)

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Relay:
    """aiosmtpd on loopback.  `refuse` maps the part of an address before the @ to (command, answer)."""

    def __init__(self, tls=None, login=None, refuse=None, **options):
        self.mails = []         # (sender, recipients, bytes)
        self.connections = 0
        self.logins = []
        self._login, self._refuse = login, refuse or {}
        if login:
            options.update(authenticator=self._authenticate, auth_required=True)
        if tls:
            options.update(tls_context=tls, require_starttls=True)
        self._controller = _Controller(self, options)

    def __enter__(self):
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *unused):
        self._controller.stop()

    def _authenticate(self, server, session, envelope, mechanism, data):
        given = (data.login.decode(), data.password.decode())
        self.logins.append((mechanism, *given))
        return AuthResult(success=given == self._login, handled=False)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self._refusal("MAIL", address)
        if answer is None:
            envelope.mail_from = address
        return answer or "250 2.1.0 fine"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self._refusal("RCPT", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        answer = self._refusal("DATA", envelope.rcpt_tos[0])
        if answer is None:
            self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return answer or "250 2.0.0 kept"

    def _refusal(self, command, address):
        at, answer = self._refuse.get(address.split("@")[0], (None, None))
        return answer if at == command else None


class _Controller(Controller):
    def __init__(self, relay, options):
        self._relay, self._options = relay, options
        super().__init__(relay, hostname="127.0.0.1", port=_free_port())

    def factory(self):
        self._relay.connections += 1
        return SMTP(self.handler, hostname="relay", **self._options)


class Connection:
    """One client of a scripted relay."""

    def __init__(self, sock):
        self._sock = sock
        self._file = sock.makefile("rb")

    def say(self, *lines):
        self._sock.sendall(b"".join(line.encode() + b"\r\n" for line in lines))

    def hear(self, verb):
        line = self._file.readline().decode()
        if not line:
            raise ConnectionError
        assert line.startswith(verb), f"expected {verb}, heard {line!r}"
        return line

    def hear_mail(self):
        while self._file.readline() not in (b".\r\n", b""):
            pass

    def start_tls(self, context):
        """TLS from here on; the name that the client asked for."""
        asked = []
        context.sni_callback = lambda unused, name, unused_too: asked.append(name)
        self._sock = context.wrap_socket(self._sock, server_side=True)
        self._file = self._sock.makefile("rb")
        return asked[0]

    def wait_for_end(self):
        while self._sock.recv(4096):
            pass


class Scripted:
    """Runs `script(connection)` for the one client that comes; what it raises, the test raises."""

    def __init__(self, script):
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._trouble = None
        self.heard = None       # what the script returned

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *unused):
        self._thread.join(10)
        self._listener.close()
        if self._trouble is not None:
            raise self._trouble

    def _serve(self):
        try:
            sock, _ = self._listener.accept()
            sock.settimeout(10)
            with sock:
                self.heard = self._script(Connection(sock))
        except (ConnectionError, ssl.SSLError, TimeoutError):
            pass
        except (AssertionError, pytest.fail.Exception) as trouble:
            self._trouble = trouble


def send(*recipients, **options):
    """What became of a mail to each of them: a list of (sent, later or never; reply)."""
    words = [f"{name}={value}" for name, value in options.items()]
    done = subprocess.run([os.path.join(BUILD, "relay_driver"), *words, *recipients],
                          capture_output=True, text=True, timeout=30, check=True)
    return [tuple(line.split("\t", 1)) for line in done.stdout.splitlines()]


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
