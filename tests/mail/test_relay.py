# SPDX-License-Identifier: MIT
"""Every way in which a relay can take, put off, refuse, delay or fake the taking of a mail."""

import email
import email.policy
import time

import pytest

from mail.relay import Certificates, Relay, Scripted, send

ADA, BOB, EVE = "ada@example.test", "bob@example.test", "eve@example.test"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("relay"))


@pytest.fixture
def secure(certificates):
    """Options for a relay that must speak TLS."""
    return {"host": "localhost", "tls": "required", "ca": certificates.ca}


# ---- taken ----

def test_a_mail_arrives_as_it_was_made():
    with Relay() as relay:
        assert send(ADA, host="localhost", port=relay.port) == [("sent", "250 2.0.0 kept")]
    [(sender, recipients, content)] = relay.mails
    assert (sender, recipients) == ("no-reply@example.test", [ADA])
    assert b"\n" not in content.replace(b"\r\n", b"")
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert not mail.defects
    assert mail["Subject"] == "Einladung für Sie"
    assert mail["From"].addresses[0].display_name == "Zoë"
    assert mail["Message-ID"] == "<1.2@example.test>"
    assert mail["X-Tenantry-Kind"] == "invitation"
    assert mail.get_body(("plain",)).get_content() == "Grüße.\r\n.\r\nEnde = Schluß.\r\n"
    assert mail.get_body(("html",)).get_content() == "<p>Grüße.</p>\r\n"
    assert [name for name, _ in mail.items() if name in ("Date", "From", "To")] == ["Date", "From", "To"]


def test_several_mails_go_over_one_connection():
    with Relay() as relay:
        assert [word for word, _ in send(ADA, BOB, EVE, host="localhost", port=relay.port)] == ["sent"] * 3
        assert relay.connections == 2       # the one of aiosmtpd's own start-up test, and ours
    assert [recipients for _, recipients, _ in relay.mails] == [[ADA], [BOB], [EVE]]


def test_a_mail_goes_through_tls(certificates, secure):
    with Relay(tls=certificates.good) as relay:
        assert send(ADA, port=relay.port, **secure) == [("sent", "250 2.0.0 kept")]
    assert len(relay.mails) == 1


def test_the_client_names_the_host_in_the_handshake(certificates, secure):
    def script(client):
        client.say("220 relay")
        client.hear("EHLO")
        client.say("250-relay", "250 STARTTLS")
        client.hear("STARTTLS")
        client.say("220 go")
        return client.start_tls(certificates.good)

    with Scripted(script) as relay:
        send(ADA, port=relay.port, timeout=3, **secure)
    assert relay.heard == "localhost"


# ---- login ----

def test_the_login_is_sent_inside_tls(certificates, secure):
    with Relay(tls=certificates.good, login=("tenantry", "s3cret")) as relay:
        assert send(ADA, port=relay.port, user="tenantry", password="s3cret", **secure)[0][0] == "sent"
    assert relay.logins[-1][1:] == ("tenantry", "s3cret")


def test_a_wrong_login_is_our_fault_and_no_mail_is_tried(certificates, secure):
    with Relay(tls=certificates.good, login=("tenantry", "s3cret")) as relay:
        [(word, reply)] = send(ADA, port=relay.port, user="tenantry", password="wrong", **secure)
    assert word == "later"
    assert "did not take our login" in reply and "535" in reply
    assert not relay.mails


def test_without_the_login_that_is_configured_no_mail_is_tried(certificates, secure):
    def script(client):
        client.say("220 relay")
        client.hear("EHLO")
        client.say("250-relay", "250 STARTTLS")
        client.hear("STARTTLS")
        client.say("220 go")
        client.start_tls(certificates.good)
        client.hear("EHLO")
        client.say("250 relay")
        client.hear("EHLO")
        client.say("250 relay")
        client.hear("MAIL")
        pytest.fail("a mail was tried")

    with Scripted(script) as relay:
        assert send(ADA, port=relay.port, user="tenantry", password="s3cret", **secure) == [
            ("later", "the relay did not take our login")]


def test_a_login_never_goes_over_an_open_line():
    with Relay() as relay:
        assert send(ADA, host="localhost", port=relay.port, user="tenantry", password="s3cret") == [
            ("later", "a login is sent inside TLS only")]
    assert not relay.logins


# ---- certificates ----

def test_a_certificate_for_another_host_is_refused(certificates, secure):
    with Relay(tls=certificates.other) as relay:
        [(word, reply)] = send(ADA, port=relay.port, **secure)
    assert word == "later" and "certificate: " in reply and "mismatch" in reply
    assert not relay.mails


def test_an_expired_certificate_is_refused(certificates, secure):
    with Relay(tls=certificates.expired) as relay:
        [(word, reply)] = send(ADA, port=relay.port, **secure)
    assert (word, reply) == ("later", "certificate: certificate has expired")
    assert not relay.mails


def test_a_certificate_of_an_unknown_authority_is_refused(certificates):
    with Relay(tls=certificates.good) as relay:
        [(word, reply)] = send(ADA, host="localhost", port=relay.port, tls="required")
    assert word == "later" and reply.startswith("certificate: ")
    assert not relay.mails


def test_a_relay_without_starttls_gets_no_mail(secure):
    with Relay() as relay:
        assert send(ADA, port=relay.port, **secure) == [("later", "the relay offers no STARTTLS")]
    assert not relay.mails


# ---- a man in the middle ----

def test_replies_put_behind_the_one_to_starttls_are_noticed(certificates, secure):
    def script(client):
        client.say("220 relay")
        client.hear("EHLO")
        client.say("250-relay", "250 STARTTLS")
        client.hear("STARTTLS")
        client.say("220 go", "250-fake", "250 AUTH PLAIN")
        client.start_tls(certificates.good)
        pytest.fail("the handshake went on")

    with Scripted(script) as relay:
        [(word, reply)] = send(ADA, port=relay.port, **secure)
    assert (word, reply) == ("later", "bytes that nobody asked for before TLS")


def test_replies_put_before_the_one_to_starttls_are_noticed(secure):
    def script(client):
        client.say("220 relay")
        client.hear("EHLO")
        client.say("250-relay", "250 STARTTLS", "220 go")
        client.wait_for_end()

    with Scripted(script) as relay:
        assert send(ADA, port=relay.port, **secure) == [("later", "bytes that nobody asked for before TLS")]


# ---- put off and refused ----

@pytest.mark.parametrize("command, answer, word", [
    ("MAIL", "451 4.3.0 not now", "later"),
    ("MAIL", "550 5.7.1 not from you", "later"),
    ("RCPT", "450 4.2.0 try again", "later"),
    ("RCPT", "550 5.1.1 no such person", "never"),
    ("RCPT", "530 5.7.0 log in first", "later"),
    ("DATA", "451 4.3.0 not now", "later"),
    ("DATA", "554 5.6.0 looks like spam", "never"),
])
def test_whose_fault_it_is_decides(command, answer, word):
    at_sender = command == "MAIL"
    with Relay(refuse={"no-reply" if at_sender else "ada": (command, answer)}) as relay:
        assert send(ADA, host="localhost", port=relay.port) == [(word, answer)]
    assert not relay.mails


def test_one_refused_recipient_does_not_harm_the_others():
    refuse = {"bob": ("RCPT", "550 5.1.1 no such person"), "eve": ("DATA", "452 4.3.1 full")}
    with Relay(refuse=refuse) as relay:
        assert send(BOB, ADA, EVE, ADA, host="localhost", port=relay.port) == [
            ("never", "550 5.1.1 no such person"), ("sent", "250 2.0.0 kept"),
            ("later", "452 4.3.1 full"), ("sent", "250 2.0.0 kept")]
    assert len(relay.mails) == 2


def test_a_relay_that_greets_with_a_refusal_is_tried_later():
    def script(client):
        client.say("554 5.7.1 go away")
        client.wait_for_end()

    with Scripted(script) as relay:
        [(word, reply)] = send(ADA, host="localhost", port=relay.port, timeout=3)
    assert (word, reply) == ("later", "554 5.7.1 go away")


def test_a_relay_that_is_not_there_is_tried_later():
    [(word, reply)] = send(ADA, host="localhost", port=1)
    assert word == "later" and "refused" in reply
    [(word, reply)] = send(ADA, host="no-such-host.invalid", port=25)
    assert word == "later" and reply


def test_words_of_a_relay_become_one_line_of_text():
    def script(client):
        client.say("554-go\x01\taway", "554  now \x7f")
        client.wait_for_end()

    with Scripted(script) as relay:
        [(word, reply)] = send(ADA, host="localhost", port=relay.port, timeout=3)
    assert word == "later" and reply == "554 now"


# ---- broken off ----

def greet_and_take(client, envelopes):
    client.say("220 relay")
    client.hear("EHLO")
    client.say("250 relay")
    for _ in range(envelopes):
        client.hear("MAIL")
        client.say("250 ok")
        client.hear("RCPT")
        client.say("250 ok")
        client.hear("DATA")
        client.say("354 go")
        client.hear_mail()
        yield


def test_a_connection_lost_after_the_final_dot_is_tried_again():
    def script(client):
        for _ in greet_and_take(client, 1):
            return

    with Scripted(script) as relay:
        [(word, reply)] = send(ADA, host="localhost", port=relay.port)
    assert word == "later" and reply


def test_what_was_taken_before_the_connection_was_lost_stays_sent():
    def script(client):
        for number, _ in enumerate(greet_and_take(client, 2)):
            if number == 0:
                client.say("250 2.0.0 kept")

    with Scripted(script) as relay:
        results = send(ADA, BOB, EVE, host="localhost", port=relay.port)
    assert [word for word, _ in results] == ["sent", "later", "later"]


# ---- slow ----

def test_a_tarpit_holds_us_no_longer_than_the_timeout():
    def script(client):
        for _ in range(1000):
            client.say("220-still here")
            time.sleep(0.1)

    start = time.monotonic()
    with Scripted(script) as relay:
        assert send(ADA, host="localhost", port=relay.port, timeout=2) == [("later", "not done within 2 s")]
        assert 2 <= time.monotonic() - start < 4


def test_what_was_taken_before_the_time_was_up_stays_sent():
    def script(client):
        for number, _ in enumerate(greet_and_take(client, 2)):
            if number == 0:
                client.say("250 kept")
        client.wait_for_end()

    with Scripted(script) as relay:
        results = send(ADA, BOB, host="localhost", port=relay.port, timeout=2)
    assert results[0] == ("sent", "250 kept")
    assert results[1][0] == "later"


def test_an_endless_reply_ends():
    def script(client):
        client.say("220 relay")
        client.hear("EHLO")
        while True:
            client.say(*(f"250-AUTH X{number}" for number in range(2000)))

    start = time.monotonic()
    with Scripted(script) as relay:
        [(word, _)] = send(ADA, host="localhost", port=relay.port, timeout=3)
    assert word == "later"
    assert time.monotonic() - start < 6


# ---- what is not sent at all ----

def test_an_address_that_would_speak_smtp_is_refused():
    with Relay() as relay:
        results = send(f"{ADA}>\r\nRCPT TO:<{EVE}", "not an address", BOB, host="localhost", port=relay.port)
    assert [word for word, _ in results] == ["never", "never", "sent"]
    assert [recipients for _, recipients, _ in relay.mails] == [[BOB]]


# ---- sendmail ----

@pytest.fixture
def sendmail(tmp_path):
    """Writes a program that stands for sendmail; what it got is in `input` and `arguments`."""
    def make(ending):
        path = tmp_path / "sendmail"
        path.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\ncat > {tmp_path}/input\n{ending}\n')
        path.chmod(0o755)
        return {"transport": "sendmail", "sendmail": str(path)}
    return make


def test_sendmail_is_given_the_mail_in_lines_of_this_system(sendmail, tmp_path):
    assert send(ADA, **sendmail("exit 0")) == [("sent", "sendmail: exit 0")]
    assert (tmp_path / "arguments").read_text() == "-t -i -f no-reply@example.test\n"
    content = (tmp_path / "input").read_bytes()
    assert b"\r" not in content
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["To"] == ADA and mail["Subject"] == "Einladung für Sie"


@pytest.mark.parametrize("code, word", [(65, "never"), (67, "never"), (68, "never"), (64, "later"), (69, "later"),
                                        (75, "later"), (77, "later"), (1, "later"), (127, "later")])
def test_the_exit_code_of_sendmail_decides(sendmail, code, word):
    assert send(ADA, BOB, **sendmail(f"echo because >&2; exit {code}")) == [
        (word, f"sendmail: exit {code} because")] * 2


def test_sendmail_that_is_not_there_is_tried_later(tmp_path):
    [(word, reply)] = send(ADA, transport="sendmail", sendmail=str(tmp_path / "none"))
    assert word == "later" and "No such file" in reply


def test_sendmail_that_hangs_is_ended_with_all_it_started(sendmail, tmp_path):
    start = time.monotonic()
    assert send(ADA, timeout=1, **sendmail(f"sleep 600 & echo $! > {tmp_path}/pid; wait")) == [
        ("later", "not done within 1 s")]
    assert time.monotonic() - start < 4
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        if not _runs(pid):
            return
        time.sleep(0.1)
    pytest.fail("it still runs")


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
