# SPDX-License-Identifier: MIT
"""What a person reads when the stack is ready."""

import json

TEXT = """
tenantry is ready.

  staff       {admin_url}
  customers   {msp_url}
  API         {rpc_url}
  sign in     {admin_email}  {admin_password}   (admin of the demo MSP)
              {platform_email}  {platform_password}   (operator of the platform)
  mail        {mail_dir}/*.eml
  all this    {path}
  memory      {megabytes:.1f} MB proportional set size: parent, workers and keeper together

Three calls to try:

{calls}
"""


def text(access, path, kilobytes, package_type):
    """`access` as in access.json, which lies at `path`; a type of package that is in stock."""
    calls = "\n\n".join(f"  {call}" for call in _calls(access, package_type))
    return TEXT.format(**access, path=path, megabytes=kilobytes / 1024, calls=calls)


def _calls(access, package_type):
    key = f"-H 'X-API-Key: {access['api_key']}'"
    yield _curl(access, "admin", _rpc("tenant.resolve", {}), f"{access['admin_url']}/rpc")
    yield _curl(access, "api", f"{key} " + _rpc("tenant.create", {"tenants": [
        {"tenant_name": "Acme", "package_id": package_type}]}), access["rpc_url"])
    yield _curl(access, "api", key, f"'{access['api_url']}/v1/admin/tenants?limit=5'")


def _curl(access, label, options, url):
    name = f"{label}.{access['base_domain']}:{access['port']}:127.0.0.1"
    return f"curl -sS --cacert '{access['ca_cert']}' --resolve {name} {options} {url}"


def _rpc(method, params):
    call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}, separators=(",", ":"))
    return f"-H 'Content-Type: application/json' -d '{call}'"
