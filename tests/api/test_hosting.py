# SPDX-License-Identifier: MIT
"""The same program on every kind of host, with the files of scripts/hosting, serves one transcript."""

import http.client
import os
import shutil
import socket
import ssl

import pytest

from stack import hosting
from stack.client import GOOD, refused, unique
from stack.params import fresh_id
from stack.pool import BINARY

NGINX = "/app/whoami"       # an application behind auth_request
HOSTS = {
    "nginx": (hosting.nginx, NGINX),
    "apache": (hosting.apache, "/auth"),
    "lighttpd": (hosting.lighttpd, "/auth"),
    "spawn-fcgi": (hosting.spawn_fcgi, NGINX),
    "multiwatch": (hosting.multiwatch, NGINX),
    "socket-activation": (hosting.socket_activation, NGINX),
}


@pytest.fixture(scope="module")
def home(service):
    made = hosting.Home(service)
    yield made
    made.remove()


def transcript(home, auth):
    """What people do there, from the first answer to the first error."""
    service = home.service()
    assert service.caller("admin").call("tenant.resolve").scope == "admin"

    owner = service.caller("admin")
    owner.sign_in(hosting.EMAIL, hosting.PASSWORD)
    assert owner.call("me.get").user.email == hosting.EMAIL
    boss_email, person_email = unique("boss@msp.test"), unique("pat@acme.test")
    msp = owner.call("msp.create", name=unique("Reseller"), admin={
        "email": boss_email, "first_name": "Bo", "last_name": "Boss"}).msp
    owner.call("config.update", tenant_id=msp.id, values={"packages": "off"})
    boss = service.caller("admin")
    boss.accept(home.mail_to(boss_email).link().token)

    key = boss.call("api_key.create", name="back end", permissions=boss.call("me.get").permissions).secret
    back_end = service.caller("api")
    back_end.token = key        # goes into the Authorization header
    made = back_end.call("tenant.create", tenants=[{"tenant_name": unique("Acme")}]).tenants[0]
    invited = back_end.call("invitation.create", tenant_id=made.tenant_id, invitations=[
        {"email": person_email, "role": "admin", "first_name": "Pat", "last_name": "Person"}])
    assert invited.results[0].error is None

    link = home.mail_to(person_email).link()
    slug = back_end.call("tenant.get", tenant_id=made.tenant_id).slug
    assert link.host == service.host(slug)
    person = service.caller(slug)
    assert person.call("tenant.resolve").slug == slug
    person.accept(link.token, GOOD)
    assert person.call("me.get").user.email == person_email

    listed = back_end.http("GET", "/v1/admin/tenants?limit=5")
    assert listed.status == 200 and made.tenant_id in [tenant.id for tenant in listed.json]
    who = person.http("GET", auth)
    assert who.status in (200, 204) and who.headers["X-Tenant-Slug"] == slug
    assert service.caller(slug).http("GET", auth).status == 401

    with refused(401, "auth_failed"):
        service.caller("admin").sign_in(hosting.EMAIL, "not-the-password-at-all")
    with refused(404, "not_found"):
        back_end.call("tenant.get", tenant_id=fresh_id("tenant"))
    with refused(404, "unknown_host"):
        service.caller("nobody-has-this-slug").call("tenant.resolve")
    absent = back_end.http("GET", "/v1/admin/nothing")
    assert absent.status == 404 and absent.headers.get_content_type() == "application/problem+json"


@pytest.mark.parametrize("host", HOSTS)
def test_the_same_transcript(home, host):
    servers, auth = HOSTS[host]
    with hosting.running(home, servers(home)):
        transcript(home, auth)


def raw(home, request):
    """One request as bytes, on our port."""
    with socket.create_connection(("127.0.0.1", home.port), 10) as bare:
        context = ssl.create_default_context(cafile=home.stack.ca_cert)
        with context.wrap_socket(bare, server_hostname=f"admin.{home.stack.base_domain}") as link:
            link.sendall(request)
            return b"".join(iter(lambda: link.recv(65536), b"")).decode()


def post(host, body, *headers):
    lines = ("POST /rpc HTTP/1.1", f"Host: {host}", "Content-Type: application/json", "Connection: close",
             f"Content-Length: {len(body)}", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


RESOLVE = b'{"jsonrpc":"2.0","id":1,"method":"tenant.resolve"}'
OWN_SERVERS = {"apache": (hosting.apache, "public_html"), "lighttpd": (hosting.lighttpd, "www")}


@pytest.mark.parametrize("host", OWN_SERVERS)
def test_no_header_of_a_client_names_scope_or_host(home, host):
    """Each of these would be somebody else's host if it were believed."""
    base, forged = home.stack.base_domain, f"api.{home.stack.base_domain}"
    with hosting.running(home, OWN_SERVERS[host][0](home)):
        for name in ("TENANTRY_SCOPE", "Tenantry-Scope", "TENANTRY_SLUG", "X-Forwarded-Host", "Forwarded",
                     "DOCUMENT_URI", "Request-Uri", "Document-Root"):
            answer = raw(home, post(f"ADMIN.{base}:99", RESOLVE, f"{name}: api", f"X-{name}: {forged}"))
            assert '"scope":"admin"' in answer, name
        for name in ("evil.test", f"admin.{base}.evil.test", f"a.admin.{base}", base):
            assert '"unknown_host"' in raw(home, post(name, RESOLVE)), name


@pytest.mark.parametrize("host", OWN_SERVERS)
def test_only_the_public_addresses_lead_to_the_program(home, host):
    with hosting.running(home, OWN_SERVERS[host][0](home)):
        service = home.service()
        assert service.caller("api").http("GET", "/openrpc.json").status == 200
        assert service.caller("api").http("GET", "/.well-known/jwks.json").status == 200
        for path in ("/metrics", "/readyz", "/healthz", "/host", "/tenantry.fcgi", "/tenantry.fcgi/metrics",
                     "/rpc/../metrics", "/v1/../metrics", "/v1/%2e%2e/metrics", "/.htaccess", "/tenantry.conf"):
            answer = service.caller("api").http("GET", path)
            assert answer.status in (403, 404, 400), (path, answer)
            assert b"tenantry_" not in answer.body and b"FcgidWrapper" not in answer.body


@pytest.mark.parametrize("host", OWN_SERVERS)
def test_nothing_is_served_in_the_clear(home, host):
    with hosting.running(home, OWN_SERVERS[host][0](home)):
        plain = http.client.HTTPConnection("127.0.0.1", home.plain_port, timeout=10)
        name = f"admin.{home.stack.base_domain}"
        for method, path, status in (("POST", "/rpc", 403), ("GET", "/v1/admin/tenants", 403), ("GET", "/auth", 403),
                                     ("GET", "/invite?a=b", 308)):
            plain.request(method, path, headers={"Host": name})
            answer = plain.getresponse()
            answer.read()
            assert answer.status == status, (path, answer.status)
        assert answer.headers["Location"] == f"https://{name}/invite?a=b"


@pytest.mark.parametrize("host", OWN_SERVERS)
def test_the_console_may_be_uploaded_too(home, host):
    server, root = OWN_SERVERS[host]
    shutil.copytree(os.path.join(os.path.dirname(BINARY), "www"), home.path(root), dirs_exist_ok=True)
    with hosting.running(home, server(home)):
        guest = home.service().caller("admin")
        page = guest.http("GET", "/")
        assert page.status == 200 and page.headers.get_content_type() == "text/html"
        assert "trusted-types 'none'" in page.headers["Content-Security-Policy"]
        assert guest.http("GET", "/invite").body == page.body
        assert guest.http("GET", "/app/nothing.js").status == 404
        assert guest.call("tenant.resolve").scope == "admin"


def test_apache_takes_bodies_up_to_its_limit(home):
    """Beyond it mod_fcgid answers 500 in HTML by itself, for which clients must be prepared."""
    with hosting.running(home, hosting.apache(home)):
        guest = home.service().caller("api")
        assert guest.post_raw(RESOLVE.ljust(131072)).status == 200
        answer = guest.post_raw(RESOLVE.ljust(131073))
        assert answer.status == 500 and answer.headers.get_content_type() == "text/html"


def test_apache_runs_a_program_that_stands_in_the_document_root(home):
    """Where FcgidWrapper is not allowed: the configuration is found one folder above."""
    htaccess = "".join(line for line in home.example("htaccess").splitlines(True) if "FcgidWrapper" not in line)
    shutil.copy(home.path("tenantry", "tenantry"), home.path("public_html", "tenantry.fcgi"))
    os.rename(home.path("tenantry", "tenantry.conf"), home.path("tenantry.conf"))
    try:
        with hosting.running(home, hosting.apache(home, htaccess)):
            transcript(home, "/auth")
    finally:
        os.rename(home.path("tenantry.conf"), home.path("tenantry", "tenantry.conf"))
        os.unlink(home.path("public_html", "tenantry.fcgi"))


def test_files_below_the_document_root_are_never_used(home):
    """The web server would show them to everybody: not one call is answered until they are moved."""
    key = home.path("public_html", "keys")
    shutil.copy(home.path("tenantry", "keys"), key)
    os.chmod(key, 0o600)
    home.layout.give(key)
    with home.changed(key_file=key), hosting.running(home, hosting.apache(home), ready=home.speaks):
        answer = home.service().caller("admin").post_raw(RESOLVE)
        assert answer.status == 503 and answer.json.error.data.reason == "busy"
        with open(home.path("tenantry", "log"), encoding="utf-8") as log:
            assert "event=exposed" in log.read()
    os.unlink(key)


def test_a_configuration_with_a_password_that_everybody_reads_is_refused(home):
    os.chmod(home.path("tenantry", "tenantry.conf"), 0o644)
    try:
        with pytest.raises(AssertionError, match="world-readable; say: chmod o-r"):
            home.say("doctor")
    finally:
        os.chmod(home.path("tenantry", "tenantry.conf"), 0o600)
