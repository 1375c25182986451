# SPDX-License-Identifier: MIT
"""For the neighbours: tokens that another service verifies by itself, with an independent library."""

import time

import jwt
import pytest

from stack.client import plain, refused


def verified(service, token, audience):
    """As a service would: the key of that id from jwks.json, EdDSA only."""
    keys = plain(service.caller("api").http("GET", "/.well-known/jwks.json").json)["keys"]
    wanted = jwt.get_unverified_header(token)
    key = next(one for one in keys if one["kid"] == wanted["kid"])
    assert wanted["alg"] == "EdDSA" and wanted["typ"] == "at+jwt"
    return jwt.decode(token, jwt.PyJWK(key, algorithm="EdDSA").key, algorithms=["EdDSA"], audience=audience)


def test_a_token_says_who_it_is_and_verifies_elsewhere(acme, service):
    person = acme.join()
    me = person.call("me.get")
    issued = person.call("token.issue", audience="reports.example.com", ttl=60)
    claims = verified(service, issued.token, "reports.example.com")
    assert claims["sub"] == me.user.id and claims["tid"] == acme.id and claims["role"] == "member"
    assert claims["sid"] == me.session.id and claims["perms"] == me.permissions
    assert 50 <= claims["exp"] - time.time() <= 61


def test_a_token_for_somebody_else_or_with_another_signature_is_refused(acme, service):
    token = acme.admin.call("token.issue", audience="a.example.com").token
    with pytest.raises(jwt.InvalidAudienceError):
        verified(service, token, "b.example.com")
    head, body, signature = token.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        verified(service, ".".join((head, body, signature[:-4] + "AAAA")), "a.example.com")


def test_a_token_is_no_credential_here(acme, service):
    token = acme.admin.call("token.issue", audience="tenantry").token
    with refused(401, "auth_required"):
        service.caller("api", token=token).call("me.get")


def test_auth_is_for_the_web_server_alone(acme):
    assert acme.admin.http("GET", "/auth").status == 404
