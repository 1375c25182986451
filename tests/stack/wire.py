# SPDX-License-Identifier: MIT
"""HTTPS to one host name of a local stack: every name leads to 127.0.0.1."""

import http.client
import json
import socket
import ssl
import threading

from stack.record import wrap

TIMEOUT = 60


class Answer:
    """One HTTP response, read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return wrap(json.loads(self.body))

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class _Connection(http.client.HTTPSConnection):
    def connect(self):
        bare = socket.create_connection(("127.0.0.1", self.port), self.timeout)
        bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self._context.wrap_socket(bare, server_hostname=self.host)


class Wire:
    """Kept connections to one host, one for each thread."""

    def __init__(self, host, port, ca_cert, timeout=TIMEOUT):
        self.host, self.port, self._timeout = host, port, timeout
        self._tls = ssl.create_default_context(cafile=ca_cert)
        self._local = threading.local()

    def send(self, method, path, body=None, headers=()):
        """Headers are pairs, so that a test may send one twice."""
        kept = getattr(self._local, "connection", None)
        if kept is not None:
            try:
                return self._exchange(kept, method, path, body, headers)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
                kept.close()    # nginx had closed the idle connection: nothing was done
        self._local.connection = _Connection(self.host, self.port, timeout=self._timeout, context=self._tls)
        return self._exchange(self._local.connection, method, path, body, headers)

    def close(self):
        kept = getattr(self._local, "connection", None)
        if kept is not None:
            kept.close()
            self._local.connection = None

    def _exchange(self, connection, method, path, body, headers):
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if body is not None and not any(name.lower() == "content-length" for name, _ in headers):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            return Answer(connection.getresponse())
        except Exception:
            connection.close()
            raise
