# SPDX-License-Identifier: MIT
"""A certificate authority of the stack's own, and one certificate for all its servers."""

import os
import shutil
import subprocess

from stack.layout import Trouble

DAYS = 825          # the longest that every client accepts
SOON = 30 * 86400


class Authority:
    def __init__(self, layout):
        self._layout = layout
        self.ca = layout.path("tls", "ca.pem")
        self.certificate = layout.path("tls", "server.pem")
        self.key = layout.path("tls", "server.key")

    def ensure(self, base):
        """Makes what is missing, is for another domain, or ends soon."""
        if not self._good_for(base):
            self._make(base)

    def _good_for(self, base):
        return os.path.exists(self.ca) and _openssl(
            "x509", "-in", self.certificate, "-noout", "-checkend", SOON, "-checkhost", f"any.{base}",
            check=False).returncode == 0 and self._names_in_certificate(base)

    def _names_in_certificate(self, base):
        shown = _openssl("x509", "-in", self.certificate, "-noout", "-ext", "subjectAltName").stdout
        return f"DNS:admin.{base}" in shown

    def _make(self, base):
        """Beside the old ones; the folder is exchanged when all of it is there."""
        folder = self._layout.path("tls.unfinished")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)

        def at(name):
            return os.path.join(folder, name)

        with open(at("server.ext"), "w", encoding="ascii") as extensions:
            extensions.write(
                "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                "extendedKeyUsage=serverAuth\nsubjectAltName="
                f"DNS:{base},DNS:*.{base},DNS:admin.{base},DNS:api.{base},DNS:localhost,IP:127.0.0.1,IP:::1\n")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        _openssl("req", "-x509", *curve, "-days", DAYS, "-subj", "/CN=tenantry local authority",
                 "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0", "-addext", "keyUsage=critical,keyCertSign",
                 "-keyout", at("ca.key"), "-out", at("ca.pem"))
        _openssl("req", *curve, "-subj", f"/CN={base}", "-keyout", at("server.key"), "-out", at("server.csr"))
        _openssl("x509", "-req", "-in", at("server.csr"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"),
                 "-CAcreateserial", "-days", DAYS, "-extfile", at("server.ext"), "-out", at("server.pem"))
        self._layout.give(at("server.key"))
        shutil.rmtree(self._layout.path("tls"), ignore_errors=True)
        os.rename(folder, self._layout.path("tls"))


def _openssl(*arguments, check=True):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    if check and done.returncode != 0:
        raise Trouble(f"openssl {arguments[0]} failed:\n{done.stderr}")
    return done
