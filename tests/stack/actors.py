# SPDX-License-Identifier: MIT
"""The running service and the people in it, as the tests speak of them."""

import json
import time

from stack.client import GOOD, Caller, Refused, plain, unique
from stack.contract import Contract
from stack.mailbox import Mailbox
from stack.record import wrap
from stack.tables import Tables

FRESH = 240     # seconds; the service asks for a step-up 300 s after a sign-in

PER_CALL = ("send_email", "message", "expires_in_hours", "on_existing", "atomic", "dry_run", "idempotency_key")


class Service:
    """One running stack, known by what stands in its access.json."""

    def __init__(self, access):
        self.access = wrap(access)
        self.mailbox = Mailbox(self.access.mail_dir)
        self.contract = Contract(self._discover)
        self._fresh = {}
        self._opened = False
        self._tables = None

    @classmethod
    def at(cls, access_path):
        with open(access_path, encoding="utf-8") as file:
            return cls(json.load(file))

    def host(self, label):
        """admin, api or a slug -> the host as it stands in links."""
        port = "" if self.access.port == 443 else f":{self.access.port}"
        return f"{label}.{self.access.base_domain}{port}"

    def caller(self, label, **credentials):
        """Somebody who has not signed in, on the host of admin, api or a slug."""
        return Caller(self, self.host(label), **credentials)

    def signed_in(self, label, email, password):
        """One caller for each person, signed in so lately that no step-up is asked for."""
        caller, since = self._fresh.get((label, email), (None, 0))
        if caller is None or time.monotonic() - since > FRESH:
            caller, since = self.caller(label), time.monotonic()
            caller.sign_in(email, password)
            self._fresh[label, email] = caller, since
        return caller

    @property
    def platform(self):
        return self.signed_in("admin", self.access.platform_email, self.access.platform_password)

    @property
    def demo_msp(self):
        """Here its tenants need no package, so that a test can make as many as it likes."""
        access = self.access
        if not self._opened:
            self.platform.call("config.update", tenant_id=access.msp_id, values={"packages": "off"})
            self._opened = True
        return Msp(self, access.msp_id, access.msp_slug, access.admin_email, access.admin_password)

    def new_msp(self, name=None):
        """A fresh MSP that needs no packages, with an admin who has signed in."""
        name, email = name or unique("Reseller"), unique("boss@msp.test")
        made = self.platform.call("msp.create", name=name, admin={
            "email": email, "first_name": "Bo", "last_name": "Boss"})
        boss = self.caller("admin")
        boss.accept(self.mailbox.newest(email).link().token)
        self.platform.call("config.update", tenant_id=made.msp.id, values={"packages": "off"})
        return Msp(self, made.msp.id, made.msp.slug, email, GOOD)

    @property
    def tables(self):
        """The database, as root."""
        if self._tables is None:
            self._tables = Tables(self.access.database_socket)
        return self._tables

    def mail_to(self, email, kind=None, **options):
        """The newest mail to this address; what is under way to it is waited for."""
        self.tables.settle(email.lower())
        return self.mailbox.newest(email, kind, **options)

    def _discover(self):
        body = {"jsonrpc": "2.0", "id": 1, "method": "rpc.discover"}
        return self.caller("api").http("POST", "/rpc", body).json.result


class Organisation:
    """What an MSP and a tenant have in common: people are invited, and join on `host`."""

    def __init__(self, service, id, slug, host):
        self.service, self.id, self.slug, self.host = service, id, slug, host

    @property
    def guest(self):
        """Somebody unknown, on the host where members sign in."""
        return Caller(self.service, self.host)

    def invite(self, email, **options):
        """The invitation that the admin made; its refusal is raised."""
        params = {name: options.pop(name) for name in PER_CALL if name in options}
        made = self.admin.call("invitation.create", tenant_id=self.id,
                               invitations=[{"email": email, **options}], **params)
        if made.results[0].error is not None:
            raise Refused("invitation.create", plain(made.results[0].error))
        return made.results[0].invitation

    def join(self, email=None, role="member", password=GOOD, **options):
        """Invites somebody, who accepts: a signed-in Caller with user, email and password."""
        email = email or unique("person@x.test")
        names = {"first_name": options.pop("first_name", "Pat"), "last_name": options.pop("last_name", "Person")}
        seen = len(self.service.mailbox.all(email))
        self.invite(email, role=role, **names, **options)
        person = self.guest
        accepted = person.accept(self.service.mailbox.newest(email, after=seen).link().token, password)
        person.user, person.email, person.password = accepted.user, email, password
        return person

    def mail_to(self, email, kind=None, **options):
        """The newest mail to this address; what is under way to it is waited for."""
        return self.service.mail_to(email, kind, **options)

    def mails_to(self, email):
        """All that arrived so far, oldest first."""
        return self.service.mailbox.all(email)


class Msp(Organisation):
    """A reseller.  Its staff is on the admin host, its customers may use `customer_host`."""

    def __init__(self, service, id, slug, email, password):
        super().__init__(service, id, slug, service.host("admin"))
        self.customer_host = service.host(slug)
        self.email, self.password = email, password

    @property
    def admin(self):
        return self.service.signed_in("admin", self.email, self.password)

    def new_tenant(self, name=None, **options):
        name = name or unique("Acme")
        made = self.admin.call("tenant.create", tenants=[{"tenant_name": name, **options}]).tenants[0]
        assert made.success, made
        slug = self.admin.call("tenant.get", tenant_id=made.tenant_id).slug
        return Tenant(self, made.tenant_id, slug, name)


class Tenant(Organisation):
    """A customer of an MSP."""

    def __init__(self, msp, id, slug, name):
        super().__init__(msp.service, id, slug, msp.service.host(slug))
        self.msp, self.name = msp, name
        self._admin = None

    @property
    def admin(self):
        """The tenant's first admin, invited by the MSP when first asked for."""
        if self._admin is None:
            self._admin = _InvitedBy(self, self.msp.admin).join(unique("admin@x.test"), "admin")
        return self._admin


class _InvitedBy(Organisation):
    """The same organisation, with somebody else inviting."""

    def __init__(self, organisation, admin):
        super().__init__(organisation.service, organisation.id, organisation.slug, organisation.host)
        self.admin = admin
