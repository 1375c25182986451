# SPDX-License-Identifier: MIT
"""Reads what the mail catcher wrote: one .eml file for each mail, names in order of arrival."""

import email
import email.policy
import os
import re
import time

LINK = re.compile(r"https://(?P<host>[^\s/#\"<>]+)/(?P<page>invite|reset|confirm)#(?P<token>[^\s\"<>&]+)")


class Link:
    def __init__(self, match):
        self.url = match.group(0)
        self.host = match["host"]
        self.page = match["page"]
        self.token = match["token"]


class Mail:
    """One caught mail.  `to` are the addresses of the envelope, in lower case."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.message = email.message_from_binary_file(file, policy=email.policy.default)
        self.to = [str(value).lower() for value in self.message.get_all("Delivered-To", ())]
        self.subject = str(self.message["Subject"] or "")

    @property
    def headers(self):
        return self.message

    @property
    def text(self):
        return self._part("plain")

    @property
    def html(self):
        return self._part("html")

    def link(self):
        """The link of the text part; there must be exactly one (it may stand there twice)."""
        found = {match.group(0): match for match in LINK.finditer(self.text)}
        assert len(found) == 1, f"{len(found)} links in: {self.text}"
        return Link(found.popitem()[1])

    def _part(self, kind):
        part = self.message.get_body((kind,))
        return part.get_content() if part is not None else None

    def __repr__(self):
        return f"<mail to {self.to}: {self.subject!r}>"


class Mailbox:
    """All mail of a stack.  Each file is read once."""

    def __init__(self, folder):
        self.folder = folder
        self._mails = {}

    def all(self, address=None):
        """Every mail so far, oldest first; only those to `address` if given."""
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".eml") and name not in self._mails:
                self._mails[name] = Mail(os.path.join(self.folder, name))
        mails = [self._mails[name] for name in sorted(self._mails)]
        return [mail for mail in mails if address is None or address.lower() in mail.to]

    def newest(self, address, kind=None, after=0, seconds=20):
        """Waits for a mail to `address` beyond the first `after` ones; the newest of them."""
        deadline = time.monotonic() + seconds
        while True:
            mails = [mail for mail in self.all(address)[after:] if kind in (None, mail_kind(mail))]
            if mails:
                return mails[-1]
            if time.monotonic() > deadline:
                raise AssertionError(f"no mail {kind or ''} to {address} within {seconds} s")
            time.sleep(0.02)


def mail_kind(mail):
    return mail.message["X-Tenantry-Kind"]
