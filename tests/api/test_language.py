# SPDX-License-Identifier: MIT
"""Languages: the mail is in the recipient's, the message in the caller's."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time

import pytest

from stack.client import GOOD, Refused, refused, unique

LANGUAGES = "en", "fr", "de", "es"
BETTER = "violin-Meadow-77-thunder"

# The beginning of each subject, and a sentence of each mail, by kind and language.
SAYS = {
    "invitation": {
        "en": ("Invitation to", "Follow the link to set up your sign-in."),
        "fr": ("Invitation à rejoindre", "Suivez le lien pour configurer votre accès."),
        "de": ("Einladung zu", "Folgen Sie dem Link, um Ihren Zugang einzurichten."),
        "es": ("Invitación a", "Siga el enlace para configurar su acceso."),
    },
    "password_reset": {
        "en": ("Choose a new password for", "Somebody, most likely you, asked for a new password"),
        "fr": ("Choisissez un nouveau mot de passe", "Quelqu’un, probablement vous, a demandé"),
        "de": ("Neues Passwort für", "Jemand, vermutlich Sie selbst, hat ein neues Passwort"),
        "es": ("Elija una contraseña nueva", "Alguien, probablemente usted, ha solicitado"),
    },
    "temporary_password": {
        "en": ("Your access to", "you choose your own when you sign in for the first time."),
        "fr": ("Votre accès à", "vous choisirez le vôtre lors de votre première connexion."),
        "de": ("Ihr Zugang zu", "bei der ersten Anmeldung wählen Sie Ihr eigenes."),
        "es": ("Su acceso a", "elegirá la suya al iniciar sesión por primera vez."),
    },
    "email_change": {
        "en": ("Confirm your address", "are to come to this address from now on."),
        "fr": ("Confirmez votre adresse", "doivent désormais arriver à cette adresse."),
        "de": ("Ihre Adresse für", "sollen künftig an diese Adresse gehen."),
        "es": ("Confirme su dirección", "deben llegar a esta dirección a partir de ahora."),
    },
    "email_changed": {
        "en": ("Your address was changed", "go to another address from now on."),
        "fr": ("Votre adresse a été modifiée", "arrivent désormais à une autre adresse."),
        "de": ("Ihre Adresse wurde geändert", "gehen künftig an eine andere Adresse."),
        "es": ("Su dirección ha cambiado", "se enviarán a otra dirección a partir de ahora."),
    },
    "password_changed": {
        "en": ("Your password was changed", "was changed."),
        "fr": ("Votre mot de passe a été modifié", "a été modifié."),
        "de": ("Ihr Passwort wurde geändert", "wurde geändert."),
        "es": ("Su contraseña ha cambiado", "Se ha cambiado la contraseña"),
    },
    "mfa_changed": {
        "en": ("Your second factor was changed", "was changed."),
        "fr": ("Votre second facteur a été modifié", "a été modifié."),
        "de": ("Ihr zweiter Faktor wurde geändert", "wurde geändert."),
        "es": ("Su segundo factor ha cambiado", "Se ha cambiado el segundo factor"),
    },
    "test": {
        "en": ("Test mail of", "They do."),
        "fr": ("E-mail de test envoyé par", "C’est le cas."),
        "de": ("Test-E-Mail von", "Das tun sie."),
        "es": ("Correo de prueba de", "Así es."),
    },
}

GREETS = {"en": "Hello Zoé Ziegler,", "fr": "Bonjour Zoé Ziegler,", "de": "Guten Tag Zoé Ziegler,",
          "es": "Hola, Zoé Ziegler:"}

NOT_FOUND = {
    "en": "There is no such thing, or it is not yours.",
    "fr": "Cet objet n’existe pas ou ne vous appartient pas.",
    "de": "Das gibt es nicht, oder es gehört Ihnen nicht.",
    "es": "No existe o no le pertenece.",
}
SIGN_IN_FIRST = {"en": "Please sign in.", "fr": "Veuillez vous connecter.",
                 "de": "Bitte melden Sie sich an.", "es": "Inicie sesión, por favor."}

# Dates as each language writes them.
MOMENTS = {
    "en": r"until \d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC\.",
    "fr": r"jusqu’au (1er|\d{1,2})\u00a0[a-zéû]+ \d{4} à \d\d:\d\d \(UTC\)\.",
    "de": r"bis zum \d{1,2}\.\u00a0[A-Zä][a-zä]+ \d{4}, \d\d:\d\d\u00a0Uhr \(UTC\)\.",
    "es": r"hasta el \d{1,2} de [a-z]+ de \d{4}, \d\d:\d\d \(UTC\)\.",
}


def one_line(text):
    """The text part without its line breaks; no-break spaces stay what they are."""
    return re.sub(r"[ \n]+", " ", text)


def assert_speaks(mail, kind, language):
    subject, sentence = SAYS[kind][language]
    assert mail.headers["X-Tenantry-Kind"] == kind
    assert mail.headers["Content-Language"] == language
    assert mail.subject.startswith(subject)
    assert sentence in one_line(mail.text)
    assert f'<html lang="{language}">' in mail.html
    assert "{" not in mail.text and "}" not in mail.text
    others = [said for other, (_, said) in SAYS[kind].items() if said != sentence]
    assert not any(said in one_line(mail.text) for said in others)


def join(tenant, language):
    return tenant.join(language=language, first_name="Zoé", last_name="Ziegler")


def asked(caller, method, accept, **params):
    """The error object of a call with that Accept-Language (None: without one)."""
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    headers = {} if accept is None else {"Accept-Language": accept}
    return caller.http("POST", "/rpc", body, headers).json.error


def totp(secret):
    """The six digits of RFC 6238 for a base 32 secret, now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 1000000:06d}"


# ---- mails ----

@pytest.mark.parametrize("language", LANGUAGES)
def test_R110_R112_the_invitation_comes_in_the_language_that_the_inviter_set(acme, language):
    email = unique("guest@x.test")
    invited = acme.invite(email, language=language, first_name="Zoé", last_name="Ziegler",
                          message="Welcome on board!")
    mail = acme.mail_to(email)
    assert invited.language == language
    assert_speaks(mail, "invitation", language)
    assert mail.text.startswith(GREETS[language] + "\n")
    assert re.search(MOMENTS[language], one_line(mail.text)), mail.text
    quoted = {"en": "“{}”", "fr": "«\u00a0{}\u00a0»", "de": "„{}“", "es": "«{}»"}[language]
    assert quoted.format("Welcome on board!") in mail.text
    assert mail.link().host == acme.host


def test_R112_a_language_changed_before_the_mail_is_resent_counts(acme):
    email = unique("guest@x.test")
    invited = acme.invite(email, language="fr")
    assert_speaks(acme.mail_to(email), "invitation", "fr")
    acme.admin.call("invitation.update", invitation_id=invited.id, language="es")
    acme.admin.call("invitation.resend", invitation_id=invited.id)
    assert_speaks(acme.service.mailbox.newest(email, after=1), "invitation", "es")


def test_R111_the_person_can_change_the_language_at_any_time(acme):
    pat = join(acme, "fr")
    assert pat.call("me.get").user.language == "fr"
    with refused(403, "permission_denied") as said:
        pat.call("user.list")
    assert said.message == "Vous n’êtes pas autorisé à faire cela."

    assert pat.call("me.update", language="de").language == "de"
    with refused(403, "permission_denied") as said:
        pat.call("user.list")
    assert said.message == "Dazu sind Sie nicht berechtigt."
    acme.guest.call("auth.request_reset", email=pat.email)
    assert_speaks(acme.mail_to(pat.email, "password_reset"), "password_reset", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mails_about_a_password_are_in_the_persons_language(acme, language):
    pat = join(acme, language)
    acme.guest.call("auth.request_reset", email=pat.email)
    mail = acme.mail_to(pat.email, "password_reset")
    assert_speaks(mail, "password_reset", language)
    assert mail.text.startswith(GREETS[language] + "\n")
    assert re.search(MOMENTS[language], one_line(mail.text)), mail.text

    pat.call("me.change_password", current_password=GOOD, new_password=BETTER)
    assert_speaks(acme.mail_to(pat.email, "password_changed"), "password_changed", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_temporary_password_comes_in_the_persons_language(acme, language):
    acme.admin.call("config.update", values={
        "onboarding": "direct", "direct_credential": "temporary_password"})
    email = unique("guest@x.test")
    acme.invite(email, language=language, role="member")
    assert_speaks(acme.mail_to(email), "temporary_password", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mails_about_another_address_are_in_the_persons_language(acme, language):
    pat, new = join(acme, language), unique("new@x.test")
    pat.call("me.change_communication_email", email=new)
    mail = acme.mail_to(new, "email_change")
    assert_speaks(mail, "email_change", language)
    acme.guest.call("me.confirm_email", token=mail.link().token)
    assert_speaks(acme.mail_to(pat.email, "email_changed"), "email_changed", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_about_a_second_factor_is_in_the_persons_language(acme, language):
    pat = join(acme, language)
    secret = pat.call("me.enroll_totp").secret
    pat.call("me.confirm_totp", code=totp(secret))
    assert_speaks(acme.mail_to(pat.email, "mfa_changed"), "mfa_changed", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_mail_is_in_the_language_of_whoever_asked_for_it(msp, language):
    boss, to = msp.join(role="admin", language=language), unique("probe@x.test")
    boss.call("mail.send_test", to=to)
    assert_speaks(msp.mail_to(to), "test", language)


def test_french_keeps_its_spaces(acme):
    pat = join(acme, "fr")
    acme.guest.call("auth.request_reset", email=pat.email)
    mail = acme.mail_to(pat.email, "password_reset")
    text = re.sub(r"\S+[/@]\S+|\d\d:\d\d", "", one_line(mail.text))
    assert "\u00a0:" in text
    assert not re.search(r"[^\u00a0][:;!?»]|«[^\u00a0]", text), text


# ---- languages that are not shipped ----

def test_a_language_that_is_not_shipped_is_kept_and_the_tenants_is_spoken(acme):
    acme.admin.call("config.update", values={"default_language": "es"})
    pat = join(acme, "pt-BR")
    assert pat.call("me.get").user.language == "pt-BR"
    assert_speaks(acme.mail_to(pat.email), "invitation", "es")
    with refused(403, "permission_denied") as said:
        pat.call("user.list")
    assert said.message == "No tiene permiso para hacer esto."


def test_english_is_spoken_where_nothing_else_is_set(acme):
    pat = join(acme, "pt-BR")
    assert_speaks(acme.mail_to(pat.email), "invitation", "en")
    with refused(403, "permission_denied") as said:
        pat.call("user.list")
    assert said.message == "You are not allowed to do this."


def test_a_regional_tag_means_its_language(acme):
    email = unique("guest@x.test")
    assert acme.invite(email, language="fr-CA").language == "fr-CA"
    assert_speaks(acme.mail_to(email), "invitation", "fr")


def test_an_invitation_without_a_language_takes_the_tenants(acme):
    acme.admin.call("config.update", values={"default_language": "de"})
    email = unique("guest@x.test")
    assert acme.invite(email).language == "de"
    assert_speaks(acme.mail_to(email), "invitation", "de")


# ---- messages ----

@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_is_in_the_language_of_the_caller(acme, other_msp, language):
    boss = acme.join(role="admin", language=language)
    with refused(404, "not_found") as said:
        boss.call("user.list", tenant_id=other_msp.id)
    assert said.message == NOT_FOUND[language]
    for accept in LANGUAGES:
        assert asked(boss, "user.list", accept, tenant_id=other_msp.id).message == NOT_FOUND[language]


@pytest.mark.parametrize("accept, language", [
    (None, "en"), ("fr", "fr"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("pt-BR, es;q=0.6, en;q=0.5", "es"),
    ("en;q=0.2, de-AT;q=0.7", "de"), ("ja, *;q=0.1", "en"), ("de;q=0", "en"), ("x" * 300, "en"),
])
def test_before_anybody_is_known_the_browser_says_the_language(acme, accept, language):
    error = asked(acme.guest, "me.get", accept)
    assert (error.code, error.data.reason) == (401, "auth_required")
    assert error.message == SIGN_IN_FIRST[language]


def test_a_refused_sign_in_is_told_in_the_browsers_language(acme):
    error = asked(acme.guest, "auth.sign_in", "de", email=unique("nobody@x.test"), password=GOOD)
    assert (error.code, error.message) == (401, "Die Adresse oder das Passwort ist nicht richtig.")


def test_faults_are_told_in_the_language_and_named_in_none(acme):
    error = asked(acme.guest, "auth.sign_in", "fr", email="nobody", password=5, colour="red")
    assert error.data.field == "email"
    assert error.message == "email: doit être une adresse e-mail"
    assert {(fault.field, fault.rule, fault.message) for fault in error.data.faults} == {
        ("email", "format", "doit être une adresse e-mail"),
        ("password", "type", "doit être un texte"),
        ("colour", "unknown", "n’est pas connu ici")}


def test_what_fails_in_one_item_is_told_in_the_language(acme):
    boss = acme.join(role="admin", language="es")
    email = unique("guest@x.test")
    acme.invite(email)
    result = boss.call("invitation.create", invitations=[{"email": email}]).results[0]
    assert result.error.reason == "email_taken"
    assert result.error.message == "Esta dirección ya tiene una invitación pendiente."


@pytest.mark.parametrize("body, message", [
    (b"{", "Dies ist kein gültiges JSON."),
    (b"5", "eine Anfrage ist ein Objekt"),
    (b'{"jsonrpc":"1.0","id":1,"method":"me.get"}', 'jsonrpc: muss "2.0" sein'),
    (b'{"jsonrpc":"2.0","id":1,"method":"no.such"}', "Diese Methode gibt es nicht."),
    (json.dumps([{}] * 51).encode(), "ein Stapel enthält 1 bis 50 Anfragen"),
])
def test_faults_of_the_envelope_are_told_in_the_language(acme, body, message):
    answer = acme.guest.post_raw(body, {"Content-Type": "application/json", "Accept-Language": "de"})
    assert answer.json.error.message == message


def test_faults_of_transport_are_told_in_the_language(acme):
    answer = acme.guest.post_raw(b"{}", {"Content-Type": "text/plain", "Accept-Language": "es"})
    assert answer.status == 415
    assert answer.json.error.message == "Aquí se necesita Content-Type: application/json."


def test_the_REST_view_tells_in_the_language(service):
    answer = service.caller("api").http("GET", "/v1/admin/tenants", headers={"Accept-Language": "fr"})
    assert answer.status == 401
    assert answer.json.title == "Veuillez vous connecter."


# ---- titles, and the list of languages ----

def test_titles_of_what_is_built_in_are_in_the_callers_language(acme):
    boss = acme.join(role="admin", language="fr")
    roles = {role.name: role.title for role in boss.call("role.list")["items"]}
    assert (roles["admin"], roles["member"]) == ("Administrateur", "Membre")
    titles = {one.name: one.title for one in boss.call("permission.list")["items"]}
    assert titles["user.read"] == "Voir les utilisateurs"
    assert boss.call("me.get").role.title == "Administrateur"
    settings = boss.call("config.schema").properties
    assert settings.default_language.title == "Langue"


def test_the_languages_to_choose_from_are_those_that_are_shipped(acme):
    shipped = list(acme.guest.call("tenant.resolve").languages)
    assert sorted(shipped) == sorted(LANGUAGES)
    assert sorted(acme.admin.call("config.schema").properties.default_language["enum"]) == sorted(shipped)
    with pytest.raises(Refused):
        acme.admin.call("config.update", values={"default_language": "pt-BR"})
