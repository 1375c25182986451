# SPDX-License-Identifier: MIT
"""The web server's side of FastCGI, for tests that speak to a pool without one."""

import email.parser
import json
import socket
import struct

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6
RESPONDER = 1
MOST_CONTENT = 65535


class Lost(Exception):
    """The pool ended the connection before the answer was complete."""


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.headers = email.parser.HeaderParser().parsestr(head.decode("ascii"))
        self.status = int(self.headers["Status"].split()[0])

    @property
    def json(self):
        return json.loads(self.body)


class Exchange:
    """One request whose body may be sent bit by bit."""

    def __init__(self, path, params, timeout=30):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(timeout)
        self._socket.connect(path)
        self._socket.sendall(
            _record(BEGIN, struct.pack(">HB5x", RESPONDER, 0)) + _record(PARAMS, _pairs(params)) + _record(PARAMS, b""))

    def send(self, data):
        for at in range(0, len(data), MOST_CONTENT):
            self._socket.sendall(_record(STDIN, data[at:at + MOST_CONTENT]))

    def answer(self):
        """Ends the body and waits for the whole answer."""
        try:
            self._socket.sendall(_record(STDIN, b""))
            raw = b"".join(iter(lambda: self._socket.recv(65536), b""))
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Lost("the connection broke") from error
        finally:
            self._socket.close()
        records = list(_records(raw))
        if not records or records[-1][0] != END:
            raise Lost(f"only {len(raw)} bytes came")
        return Answer(b"".join(content for kind, content in records if kind == STDOUT))


def params_of(method, path, body=None, **more):
    """The parameters that nginx would set; None as a value leaves one out."""
    params = {"REQUEST_METHOD": method, "DOCUMENT_URI": path, "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1",
              "TENANTRY_SCOPE": "api", "TENANTRY_SLUG": "", "TENANTRY_HOST": "api.x.test"}
    if body is not None:
        params |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
    return {name: value for name, value in (params | more).items() if value is not None}


def request(path, method, uri, body=None, **more):
    """One whole request to the socket at `path`."""
    exchange = Exchange(path, params_of(method, uri, body, **more))
    exchange.send(body or b"")
    return exchange.answer()


def _record(kind, content):
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def _records(raw):
    at = 0
    while at + 8 <= len(raw):
        _, kind, _, length, padding = struct.unpack(">BBHHBx", raw[at:at + 8])
        yield kind, raw[at + 8:at + 8 + length]
        at += 8 + length + padding


def _pairs(params):
    return b"".join(_length(name.encode()) + _length(value.encode()) + name.encode() + value.encode()
                    for name, value in params.items())


def _length(data):
    return bytes([len(data)]) if len(data) < 128 else struct.pack(">I", len(data) | 0x80000000)
