"""The words that leave: in each language, without a health word, a family name or a tracker."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from notifications import addressees, kinds, letters
from notifications.models import Message
from people.models import LinkPurpose
from people.services import sign_in
from tests import factories
from tests.factories import NOW
from tests.notifications.promises import Clock, deliver_due, promise

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# What would tell somebody who looks over a shoulder what is wrong, in each language we speak.
HEALTH_WORDS = re.compile(
    r"pain|ache|hurt|nerve|sciatic|symptom|exercis|rehab|physio|therap|clinician|doctor|patient"
    r"|medic|health|treat|injur|leg\b|legs\b|back pain|spine|flag|flare|stage|session|dose|diary"
    r"|schmerz|nerv|ischias|symptom|übung|therap|arzt|ärzt|gesund|behandl|bein|rücken|sitzung",
    re.IGNORECASE,
)


@pytest.fixture
def to_patient(make_kind):
    make_kind()
    return lambda **fields: factories.PatientFactory(
        given_name="Tomas", family_name="Quirrelton", **fields
    )


def letter_for(message: Message):
    message = Message.objects.with_recipients().get(pk=message.pk)
    to = addressees.of(message.recipient)
    return letters.write(message, kinds.named(message.kind), to, now=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds.names())
@pytest.mark.parametrize("repeated", [False, True])
def test_no_kind_tells_what_it_is_about_or_who_exactly(kind, language, repeated, to_patient):
    clinician = factories.ClinicianFactory(clinic=factories.ClinicFactory(name="Elm Street"))
    patient = to_patient(language=language, clinician=clinician)
    about = {"assignment": 1, "red_flag": 1} | ({"repeats": 1} if repeated else {})

    letter = letter_for(promise(kind, to=patient.user, about=about))

    everything = f"{letter.subject} {letter.text} {letter.html}"
    # A link's secret is random letters, and may well spell "leg".
    assert not HEALTH_WORDS.findall(re.sub(r"/in/[\w-]+", "/in/", everything))
    assert "Quirrelton" not in everything
    assert "{" not in letter.subject + letter.text
    assert settings.BASE_URL in letter.text
    assert letter.language == language


def test_a_word_about_health_would_be_found():
    assert HEALTH_WORDS.search("Time for your Exercises")
    assert HEALTH_WORDS.search("Zeit für Ihre Übungen")


def test_a_letter_speaks_the_recipients_language(to_patient, make_kind, monkeypatch):
    spoken = []
    monkeypatch.setattr(
        letters.translation, "override", lambda code: spoken.append(code) or Quiet()
    )

    letter = letter_for(promise(to=to_patient(language="de").user))

    assert spoken == ["de"]
    assert '<html lang="de">' in letter.html


class Quiet:
    def __enter__(self): ...

    def __exit__(self, *fault): ...


def test_the_page_escapes_what_people_typed_and_loads_nothing(to_patient, make_kind):
    make_kind(body="Hello {name} & co: 1 < 2, {url}")
    patient = to_patient()
    patient.given_name = '<img src="https://spy.test/">'
    patient.save()

    letter = letter_for(promise(to=patient.user))

    assert "<img" not in letter.html
    assert "&lt;img" in letter.html
    assert "&amp; co: 1 &lt; 2" in letter.html
    assert re.findall(r"<[^>]*https?://[^>]*>", letter.html) == ['<a href="https://clinic.test/">']
    assert '<img src="https://spy.test/">' in letter.text


@pytest.mark.parametrize(
    ("name", "called"), [("Dr. Amira Haddad", "Amira"), ("Lena", "Lena"), ("Dr.", "Dr."), ("", "")]
)
def test_staff_are_called_by_their_given_name_at_their_own_address(make_kind, name, called):
    make_kind()
    clinician = factories.lena()
    clinician.user.name = name
    clinician.user.save()

    to = addressees.of(clinician.user)

    assert (to.given_name, to.email) == (called, "lena@hill.test")
    assert (to.clinic, str(to.zone)) == ("Hill Clinic", "Europe/Berlin")


def test_an_account_without_a_clinic_is_reached_all_the_same():
    to = addressees.of(factories.UserFactory(email="root@clinic.test"))

    assert (to.email, to.clinic, to.phone, str(to.zone)) == ("root@clinic.test", "", "", "UTC")


@pytest.mark.parametrize(
    ("kind", "purpose", "lifetime"),
    [
        ("sign-in", LinkPurpose.SIGN_IN, timedelta(minutes=10)),
        ("invitation", LinkPurpose.INVITATION, timedelta(days=7)),
    ],
)
def test_the_link_that_arrives_signs_in_and_is_stored_nowhere(mail_server, kind, purpose, lifetime):
    patient = factories.tomas()
    message = promise(kind, to=patient.user)
    assert not patient.sign_in_links.exists()

    assert deliver_due(Clock()) == 1

    text = mail_server.mails[0].get_body(["plain"]).get_content().replace("\n", "")
    token = re.search(r"/in/([\w-]+)/", text).group(1)
    link = sign_in.peek(token, now=NOW)
    assert (link.patient, link.purpose) == (patient, purpose)
    assert link.expires_at == message.expires_at == NOW + lifetime
    message.refresh_from_db()
    attempt = message.tries.get()
    stored = [str(row) for model in (message, attempt, link) for row in vars(model).items()]
    assert token not in " ".join(stored)


def test_the_link_in_the_page_is_the_one_in_the_text(mail_server):
    promise("sign-in", to=factories.tomas().user)

    deliver_due(Clock())

    [mail] = mail_server.mails
    text, page = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    [address] = set(re.findall(r"http[^\s\"<]+", page))
    assert address in text


def test_a_mail_is_addressed_and_marked_as_automatic(mail_server, to_patient):
    promise(to=to_patient(email="tomas@home.test").user)

    deliver_due(Clock())

    [mail] = mail_server.mails
    assert mail["To"] == "tomas@home.test"
    assert mail["Subject"] == "A note"
    assert mail["From"] == settings.DEFAULT_FROM_EMAIL
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "en")
