"""The messages with which a patient signs in: their words, and the links made as they are sent."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications import kinds, outbox
from notifications.models import Channel, Lane, Message
from people.models import LinkPurpose, Patient
from people.services import sign_in

SIGN_IN = "sign-in"
INVITATION = "invitation"


def promise_sign_in(patient: Patient, *, now: datetime) -> Message:
    """Promise a sign-in link. However often it is asked for, one a minute is sent."""
    return _promise(SIGN_IN, patient, now=now)


def invite(patient: Patient, *, now: datetime) -> Message:
    """Promise an invitation. A double click sends one."""
    return _promise(INVITATION, patient, now=now)


def link_url(token: str) -> str:
    """The address that opens a one-time link."""
    return f"{settings.BASE_URL}/in/{token}/"


def _promise(kind: str, patient: Patient, *, now: datetime) -> Message:
    key = f"{kind}:{patient.pk}:{now:%Y-%m-%dT%H:%M}"
    channel = Channel.EMAIL if patient.email else Channel.SMS
    return outbox.queue(patient.user, kind, dedupe_key=key, channel=channel, now=now)


def _to_sign_in(message: Message, now: datetime) -> str:
    return _link(message, LinkPurpose.SIGN_IN, now)


def _to_invitation(message: Message, now: datetime) -> str:
    return _link(message, LinkPurpose.INVITATION, now)


def _link(message: Message, purpose: LinkPurpose, now: datetime) -> str:
    return link_url(sign_in.issue(message.recipient.patient, purpose=purpose, now=now))


kinds.register(
    kinds.Kind(
        name=SIGN_IN,
        subject=_("Your sign-in link"),
        body=_(
            "Hello {name}, here is the link you asked for. "
            "It works once, for ten minutes: {url}\n\n"
            "If you did not ask for it, do nothing: nobody can sign in without it."
        ),
        lane=Lane.REPLY,
        link=_to_sign_in,
        lifetime=sign_in.LIFETIME[LinkPurpose.SIGN_IN],
        at_any_hour=True,
        asked_for=True,
    )
)
kinds.register(
    kinds.Kind(
        name=INVITATION,
        subject=_("Your invitation from {clinic}"),
        body=_(
            "Hello {name}, {clinic} has set up a page for you. Open it with this link within "
            "seven days: {url}\n\nIt asks for your year of birth, and then you are in."
        ),
        lane=Lane.REPLY,
        link=_to_invitation,
        lifetime=sign_in.LIFETIME[LinkPurpose.INVITATION],
    )
)
