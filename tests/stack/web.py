# SPDX-License-Identifier: MIT
"""nginx with the site file that the project ships, its placeholders filled for one machine."""

import os
import re
import shutil
import subprocess

from stack.layout import ROOT, Trouble
from stack.pool import BINARY
from stack.servers import Server

SHIPPED = os.path.join(ROOT, "nginx")
TO_ALL = "100000r/s", "100000"      # a rate and a burst that nobody reaches: all come from one address

MAIN = """\
{user}
daemon off;
pid nginx.pid;
error_log stderr warn;
worker_processes 2;
events {{
	worker_connections 4096;
}}
http {{
	access_log off;
	include /etc/nginx/mime.types;
	client_body_temp_path body;
	fastcgi_temp_path fastcgi;
	proxy_temp_path proxy;
	scgi_temp_path scgi;
	uwsgi_temp_path uwsgi;
	include tenantry.conf;
}}
"""

# An application in miniature behind auth_request: it says who came.
EXAMPLE = """\
location = /app/whoami {{
	set $tenantry_permission $arg_permission;
	auth_request     /auth;
	auth_request_set $app_user        $upstream_http_x_user_id;
	auth_request_set $app_tenant      $upstream_http_x_tenant_id;
	auth_request_set $app_slug        $upstream_http_x_tenant_slug;
	auth_request_set $app_email       $upstream_http_x_user_email;
	auth_request_set $app_role        $upstream_http_x_role;
	auth_request_set $app_permissions $upstream_http_x_permissions;
	auth_request_set $app_session     $upstream_http_x_session_id;
	add_header X-User-Id     $app_user;
	add_header X-Tenant-Id   $app_tenant;
	add_header X-Tenant-Slug $app_slug;
	add_header X-User-Email  $app_email;
	add_header X-Role        $app_role;
	add_header X-Permissions $app_permissions;
	add_header X-Session-Id  $app_session;
	default_type text/plain;
	alias "{folder}/whoami.txt";
}}
"""


def server(layout, base, port, authority, sockets):
    """Writes the files below DIR/nginx, has nginx check them, and gives its Server."""
    folder = layout.path("nginx")
    _write(layout, folder, base, port, authority, sockets)
    argv = ["nginx", "-p", folder, "-c", os.path.join(folder, "nginx.conf"), "-e", "stderr"]
    checked = subprocess.run([*argv, "-t"], capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        raise Trouble(f"nginx refuses its configuration:\n{checked.stderr}")
    return Server("nginx", argv, layout.log, stale=[layout.socket(name) for name in ("http.sock", "ops.sock")])


def fill(text, values):
    """@NAME@ -> values["NAME"]; a name without a value is a fault."""
    return re.sub(r"@([A-Z_]+)@", lambda match: values[match[1]], text)


def _write(layout, folder, base, port, authority, sockets):
    rate, burst = TO_ALL
    values = {
        "BASE": base, "PUBLIC_PORT": str(port), "LISTEN": f"127.0.0.1:{port}",
        "HTTP_LISTEN": f"unix:{layout.socket('http.sock')}", "OPS_LISTEN": f"unix:{layout.socket('ops.sock')}",
        "UPSTREAM": servers(sockets), "HEALTH": servers(f"{one}.health" for one in sockets),
        "CERTIFICATE": authority.certificate, "CERTIFICATE_KEY": authority.key,
        "WWW": os.path.join(os.path.dirname(BINARY), "www"), "CLIENT_RATE": rate, "CLIENT_BURST": burst,
        "HOST_RATE": rate, "HOST_BURST": burst, "CLIENT_CONNECTIONS": "4000",
        "ACCESS_LOG": f"\"{layout.path('log', 'access.log')}\" tenantry",
    }
    shared = os.path.join(folder, "tenantry")
    os.makedirs(shared, exist_ok=True)
    for name in ("fastcgi_caller", "fastcgi_params", "tls.conf"):
        shutil.copyfile(os.path.join(SHIPPED, name), os.path.join(shared, name))
    for source, target in (("tenantry.conf.in", "tenantry.conf"), ("site.conf.in", "tenantry/site.conf")):
        with open(os.path.join(SHIPPED, source), encoding="utf-8") as file:
            _put(os.path.join(folder, target), fill(file.read(), values))
    user = f"user {layout.servant.pw_name};" if layout.servant else "user root;" if os.geteuid() == 0 else ""
    _put(os.path.join(folder, "nginx.conf"), MAIN.format(user=user))
    _put(os.path.join(folder, "whoami.txt"), "The headers of this answer say who you are.\n")
    _put(os.path.join(shared, "app-example.conf"), EXAMPLE.format(folder=folder))
    if not os.path.exists(os.path.join(shared, "domains.map")):
        _put(os.path.join(shared, "domains.map"), "")


def servers(sockets):
    """The lines of an upstream."""
    return "\n\t".join(f"server \"unix:{one}\" max_fails=0;" for one in sockets)


def _put(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
