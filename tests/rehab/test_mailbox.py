"""The local mailbox: mail that really left by SMTP, on a page with links to follow."""

import os
import signal
import smtplib
import socket
import subprocess
import sys

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import include, path

from rehab import env
from rehab.local import run
from tests.servers import free_port, wait_until

urlpatterns = [path("demo/outbox/", include("rehab.local.urls"))]


@pytest.fixture
def mailbox(tmp_path):
    """The mailbox process as the Procfile starts it; the port it takes mail on."""
    port = free_port()
    variables = {"ENV_FILE": "", "STATE_DIR": str(tmp_path), "PORT": str(port - 1)}
    popen = subprocess.Popen(
        [sys.executable, "-m", "rehab.local.mailbox"], env={**os.environ, **variables}, cwd=env.ROOT
    )
    wait_until(lambda: run.bind_fault("127.0.0.1", port) is not None, "the mailbox")
    yield port
    popen.send_signal(signal.SIGTERM)
    assert popen.wait(timeout=10) == 0


@pytest.fixture
def outbox_page(settings, tmp_path):
    settings.ROOT_URLCONF = __name__
    settings.STATE_DIR = tmp_path
    settings.DEBUG = True


def send(port: int, subject: str, body: str) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    connection = get_connection(backend, host="127.0.0.1", port=port)
    EmailMessage(subject, body, to=["tomas@example.org"], connection=connection).send()


def test_sent_mail_is_listed_newest_first_with_links_to_follow(client, mailbox, outbox_page):
    send(mailbox, "Sign in", "Follow http://localhost:8000/m/abc and <b>no</b> markup. Ä")
    send(mailbox, "Your program has an update", "Sign in to see it.")

    listing = client.get("/demo/outbox/").content.decode()
    assert listing.index("Your program has an update") < listing.index("Sign in")

    first = listing.rsplit('<a href="', 1)[1].split('"')[0]
    mail = client.get(first).content.decode()
    assert 'href="http://localhost:8000/m/abc"' in mail
    assert "tomas@example.org" in mail
    assert "&lt;b&gt;no&lt;/b&gt; markup. Ä" in mail


def test_half_a_mail_is_not_listed(client, tmp_path, outbox_page):
    env.outbox(tmp_path).mkdir()
    (env.outbox(tmp_path) / "1.part").write_text("Subject: half")

    assert b"Nothing was sent yet" in client.get("/demo/outbox/").content


@pytest.mark.parametrize("address", ["nothing", "..%2Fsecret-key", "20260101"])
def test_only_mails_are_shown(client, tmp_path, outbox_page, address):
    (tmp_path / "secret-key").write_text("hidden")

    assert client.get(f"/demo/outbox/{address}/").status_code == 404


def test_pages_are_gone_with_debug_off(client, settings, outbox_page):
    settings.DEBUG = False

    assert client.get("/demo/outbox/").status_code == 404


def test_mailbox_listens_on_this_machine_only(mailbox):
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in addresses - {"127.0.0.1", "127.0.1.1", "::1"}:
        assert run.bind_fault(address, mailbox) is None


def test_refused_mail_is_an_error_at_the_sender(mail_server):
    mail_server.answer = "550 No such mailbox"

    with (
        smtplib.SMTP("127.0.0.1", mail_server.port) as client,
        pytest.raises(smtplib.SMTPException),
    ):
        client.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\nx")
    assert mail_server.mails == []
