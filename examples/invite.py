#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A new tenant and its first admin: invite.py "Acme Corporation" ann@example.com

TENANTRY_URL is https://api.example.com/rpc, TENANTRY_KEY an API key of the MSP.
"""

import json
import os
import ssl
import sys
import urllib.request

TLS = ssl.create_default_context(cafile=os.environ.get("TENANTRY_CA"))


class Refused(Exception):
    def __init__(self, code, message, data=None, **_):
        super().__init__(message)
        self.code, self.data, self.reason = code, data or {}, (data or {}).get("reason")


def call(method, **params):
    request = urllib.request.Request(
        os.environ["TENANTRY_URL"],
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode(),
        {"Content-Type": "application/json", "X-API-Key": os.environ["TENANTRY_KEY"]})
    with urllib.request.urlopen(request, timeout=10, context=TLS) as answer:
        reply = json.load(answer)
    if "error" in reply:
        raise Refused(**reply["error"])
    return reply["result"]


def main(name, email):
    made = call("tenant.create", tenants=[{"tenant_name": name}], idempotency_key=f"signup-{email}")
    tenant = made["tenants"][0]["tenant_id"]
    print("tenant", tenant)
    invited = call("invitation.create", tenant_id=tenant, invitations=[{"email": email, "role": "admin"}])
    error = invited["results"][0]["error"]
    if error and error["reason"] != "email_taken":
        raise Refused(error["code"], error["message"], error)
    print("invited already" if error else f"invited {email}")


try:
    main(*sys.argv[1:3])
except Refused as refused:
    sys.exit(f"refused: {refused.reason}: {refused}")
