# SPDX-License-Identifier: MIT
"""The order in which one stack comes up."""

import json
import os
import secrets as random
import socket

from stack import authority as authorities, database, demo, galera, pool, web
from stack.layout import Secrets, Trouble, write_private
from stack.wire import Wire


def start(layout, wanted, chosen, watch, pools=1):
    """All servers up and the demo made; what access.json then holds.  Two pools: on a cluster."""
    secrets = Secrets(layout)
    make_up(secrets)
    port = wanted.port or free_port()
    check_free(port)
    smtp_port = free_port()
    authority = authorities.Authority(layout)
    data = database.Alone(layout) if pools == 1 else galera.Cluster(layout)
    values = pool.options(layout, secrets, port, smtp_port, authority, chosen)
    base = values["base_domain"]
    authority.ensure(base)
    pools = pools_of(layout, pools, data.sockets)
    for one in pools:
        pool.write_config(layout, one, values)
    data.start(watch)
    database.make_accounts(data.sockets, secrets)
    watch.start(pool.catcher(layout, smtp_port, authority))
    pool.command(layout, "migrate")
    if not secrets.get("platform_made"):
        pool.command(layout, "bootstrap", "--email", secrets.get("platform_email"),
                     "--first-name", "Olga", "--last-name", "Operator", said=secrets.get("platform_password") + "\n")
        secrets.keep(platform_made=True)
    service, *_ = [watch.start(pool.server(layout, one)) for one in pools]
    watch.start(web.server(layout, base, port, authority, [one.socket for one in pools]))
    service.wait_for(lambda: answers(base, port, authority))
    access = access_of(layout, secrets, base, port, authority, data.sockets[0])
    if not secrets.get("api_key"):
        from stack.actors import Service    # here, as it is slow to load and needed once
        demo.make(Service(access), secrets)
        access = access_of(layout, secrets, base, port, authority, data.sockets[0])
    write_private(layout.access, json.dumps(access, indent=1) + "\n")
    return access, secrets.get("package_type")


def pools_of(layout, count, sockets):
    """Each pool has a database of its own that it likes best, then the other ones in their order."""
    return [pool.Pool(layout, number + 1, [sockets[number], *sockets[:number], *sockets[number + 1:]])
            for number in range(count)]


def make_up(secrets):
    for name in (database.OWNER, database.WORKER, "platform_password", "admin_password", "key_request"):
        secrets.made(name, lambda: random.token_urlsafe(18))
    secrets.made("platform_email", lambda: "operator@platform.test")


def access_of(layout, secrets, base, port, authority, database_socket):
    at = "" if port == 443 else f":{port}"
    return {
        "port": port, "base_domain": base,
        "admin_url": f"https://admin.{base}{at}", "api_url": f"https://api.{base}{at}",
        "rpc_url": f"https://api.{base}{at}/rpc",
        "msp_id": secrets.get("msp_id"), "msp_slug": demo.SLUG, "msp_url": f"https://{demo.SLUG}.{base}{at}",
        "admin_email": demo.ADMIN, "admin_password": secrets.get("admin_password"),
        "platform_email": secrets.get("platform_email"), "platform_password": secrets.get("platform_password"),
        "api_key": secrets.get("api_key"), "mail_dir": layout.mail, "ca_cert": authority.ca,
        "database_socket": database_socket, "pid": os.getpid(),
    }


def answers(base, port, authority):
    """Is the whole way through nginx, a worker and the database open?"""
    body = b'{"jsonrpc":"2.0","id":1,"method":"tenant.resolve"}'
    try:
        return Wire(f"admin.{base}", port, authority.ca).send(
            "POST", "/rpc", body, [("Content-Type", "application/json")]).status == 200
    except OSError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(f"port {port}: {error.strerror}; choose another one with --port") from error
