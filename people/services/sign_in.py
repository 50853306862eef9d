"""One-time links: made, looked at without harm, and used up once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from people.models import LinkPurpose, Patient, SignInLink

LIFETIME = {LinkPurpose.SIGN_IN: timedelta(minutes=10), LinkPurpose.INVITATION: timedelta(days=7)}
# A stolen invitation must not be a game of guessing birth years.
WRONG_ANSWERS = 5


class LinkRefused(Exception):
    """A link that signs nobody in; ``str()`` is fit for the page."""


class LinkGone(LinkRefused):
    """Unknown, used, too old or guessed at too often: a new one is needed."""


class WrongAnswer(LinkRefused):
    """The year of birth is not the patient's."""


def issue(patient: Patient, *, purpose: LinkPurpose, now: datetime) -> str:
    """Make a link's secret (256 bit). Only its hash stays with us, so tell it at once."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        patient=patient,
        purpose=purpose,
        token_hash=_digest(token),
        created_at=now,
        expires_at=now + LIFETIME[purpose],
    )
    return token


def peek(token: str, *, now: datetime) -> SignInLink | None:
    """Return the link if it would still sign somebody in. Changes nothing: scanners look too."""
    return _usable(now).filter(token_hash=_digest(token)).select_related("patient__clinic").first()


def owner(token: str) -> Patient | None:
    """Whose link this is, or was: a used or old one still says whom to send a new one."""
    links = SignInLink.objects.filter(token_hash=_digest(token), patient__user__is_active=True)
    link = links.select_related("patient__user").first()
    return link.patient if link else None


def redeem(token: str, *, birth_year: int | None, now: datetime) -> Patient:
    """Use the link up and return its patient; of rival calls exactly one gets through.

    An invitation asks the year of birth. Call outside a transaction: a wrong answer counts
    although it is refused.
    """
    link = peek(token, now=now)
    if link is None:
        raise LinkGone(_("This link has been used or is too old."))
    if link.purpose == LinkPurpose.INVITATION and birth_year != link.patient.birth_year:
        SignInLink.objects.filter(pk=link.pk).update(wrong_answers=F("wrong_answers") + 1)
        raise WrongAnswer(_("That is not the year we have. Check it and try again."))
    if not _usable(now).filter(pk=link.pk).update(used_at=now):
        raise LinkGone(_("This link has been used or is too old."))
    return link.patient


def _usable(now: datetime):
    return SignInLink.objects.filter(
        used_at__isnull=True,
        expires_at__gt=now,
        wrong_answers__lt=WRONG_ANSWERS,
        patient__user__is_active=True,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
