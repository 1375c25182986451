# SPDX-License-Identifier: MIT
"""The first people of a new stack, made through the API: an MSP, its admin, its API key.

Every step looks first whether it has been done, so that a start that was broken off anywhere is
taken up by the next one.
"""

from stack.client import Refused

SLUG, NAME, ADMIN = "demo", "Demo", "admin@demo.test"
KEY_NAME = "scripts/run"
STOCK = ("Starter", 1000), ("Business", 10000)     # name, credits of one unit
UNITS = 1000


def make(service, secrets):
    """Leaves msp_id and api_key in `secrets`, and the admin able to sign in."""
    if secrets.get("api_key"):
        return
    msp = _msp(service)
    admin = _admin(service, secrets)
    starter = _packages(service, msp)
    permissions = admin.call("me.get").permissions
    made = admin.call("api_key.create", name=KEY_NAME, permissions=permissions,
                      idempotency_key=secrets.get("key_request"))
    secrets.keep(msp_id=msp.id, api_key=made.secret, package_type=starter.id)


def _msp(service):
    for msp in service.platform.call("msp.list", limit=100)["items"]:
        if msp.slug == SLUG:
            return msp
    return service.platform.call("msp.create", name=NAME, slug=SLUG, admin={
        "email": ADMIN, "first_name": "Dee", "last_name": "Demo"}).msp


def _admin(service, secrets):
    admin = service.caller("admin")
    try:
        admin.sign_in(ADMIN, secrets.get("admin_password"))
    except Refused:
        admin.accept(service.mailbox.newest(ADMIN).link().token, secrets.get("admin_password"))
    return admin


def _packages(service, msp):
    """Stock for the MSP; the first type of it."""
    types = {one.name: one for one in service.platform.call("package.list_types")["items"]}
    for name, credits in STOCK:
        if name not in types:
            types[name] = service.platform.call("package.create_type", name=name, credits=credits)
        service.platform.call("package.stock", msp_id=msp.id, type_id=types[name].id, count=UNITS,
                              idempotency_key=f"{KEY_NAME} {name}")
    return types[STOCK[0][0]]
