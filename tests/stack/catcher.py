# SPDX-License-Identifier: MIT
"""A mail server that delivers nothing: each mail becomes one .eml file.

    python3 -m stack.catcher --port N --folder DIR --certificate FILE --key FILE --rules FILE

It offers STARTTLS.  A test makes it behave badly through the rules file, which is read anew for
each command (absent: nobody is refused):

    {"starttls": false,
     "rules": [{"to": "*@busy.test", "at": "rcpt", "answer": "451 4.2.0 try later", "times": 2},
               {"to": "slow@x.test", "at": "rcpt", "stall": 30},
               {"to": "*", "at": "data", "keep": true, "drop": true}]}

`at` is mail, rcpt or data (after the final dot); `to` a pattern for the address (for mail: the
sender's).  A rule stalls for so many seconds, then answers, or drops the connection; `keep`
stores the mail although it does so.  `times` counts down, 0 is over; absent it is for ever.
"""

import argparse
import asyncio
import fnmatch
import itertools
import json
import os
import ssl
import time

from aiosmtpd.smtp import SMTP


class Rules:
    def __init__(self, path):
        self._path = path
        self._used = {}         # rule as text -> how often it was applied

    def read(self):
        try:
            with open(self._path, encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            self._used.clear()
            return {}

    def match(self, at, addresses):
        """The first rule for this command and one of the addresses, or None."""
        for rule in self.read().get("rules", ()):
            pattern, key = rule.get("to", "*").lower(), json.dumps(rule, sort_keys=True)
            if rule["at"] != at or not any(fnmatch.fnmatchcase(one.lower(), pattern) for one in addresses):
                continue
            if self._used.get(key, 0) < rule.get("times", float("inf")):
                self._used[key] = self._used.get(key, 0) + 1
                return rule
        return None


class Catcher:
    """What aiosmtpd asks for each command."""

    def __init__(self, folder, rules):
        self._folder, self._rules = folder, rules
        self._numbers = itertools.count(1)

    async def handle_MAIL(self, server, session, envelope, address, options):
        refusal = await self._apply("mail", [address], server)
        if refusal:
            return refusal
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = await self._apply("rcpt", [address], server)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        refusal = await self._apply("data", envelope.rcpt_tos, server, envelope)
        if refusal:
            return refusal
        self._store(envelope)
        return "250 2.0.0 caught"

    async def _apply(self, at, addresses, server, envelope=None):
        rule = self._rules.match(at, addresses)
        if rule is None:
            return None
        if rule.get("keep") and envelope is not None:
            self._store(envelope)
        await asyncio.sleep(rule.get("stall", 0))
        if rule.get("drop"):
            server.transport.abort()
            return "421 4.3.0 gone"
        return rule.get("answer")

    def _store(self, envelope):
        """Written under another name first: who lists *.eml sees whole mails only."""
        name = f"{time.time_ns() // 1000}-{os.getpid()}-{next(self._numbers)}"
        unfinished = os.path.join(self._folder, f".{name}")
        with open(unfinished, "wb") as file:
            file.write(f"Return-Path: <{envelope.mail_from or ''}>\r\n".encode())
            for address in envelope.rcpt_tos:
                file.write(f"Delivered-To: {address}\r\n".encode())
            file.write(envelope.original_content)
        os.rename(unfinished, os.path.join(self._folder, f"{name}.eml"))


async def serve(arguments):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(arguments.certificate, arguments.key)
    rules = Rules(arguments.rules)
    catcher = Catcher(arguments.folder, rules)

    def session():
        offered = tls if rules.read().get("starttls", True) else None
        return SMTP(catcher, hostname="localhost", tls_context=offered, enable_SMTPUTF8=False,
                    loop=asyncio.get_running_loop())

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", arguments.port)
    async with server:
        await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(prog="catcher")
    parser.add_argument("--port", type=int, required=True)
    for name in ("folder", "certificate", "key", "rules"):
        parser.add_argument(f"--{name}", required=True)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
