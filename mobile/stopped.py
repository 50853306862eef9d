"""The screen of a stop: what to do now, what was told, and what truly became of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from notifications.models import Message
from people.models import Patient
from programs.messages import RED_FLAG_ALERT
from programs.models import RedFlag, Tier
from programs.services import content, red_flags
from programs.services.today import Today


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What happened to the alert: no more than that. Times are instants, or ``None``."""

    sent_at: datetime | None
    seen_at: datetime | None
    seen_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The advice of the most urgent tier, its answers, and the receipt (none without a flag)."""

    tier: str
    advice: content.Advice
    receipt: Receipt | None

    @property
    def is_emergency(self) -> bool:
        return self.tier == Tier.A


def of(day: Today) -> Stop:
    """The stop of a day on which all exercise is off."""
    tier = Tier.A if any(flag.tier == Tier.A for flag in day.open_flags) else Tier.B
    flags = [flag for flag in day.open_flags if flag.tier == tier]
    return Stop(
        tier=tier,
        advice=_advice(day.assignment.patient, tier, flags),
        receipt=_receipt(flags) if flags else None,
    )


def later(day: Today) -> content.Advice | None:
    """The advice of a sign that can wait for the next appointment, if there is one."""
    flags = [flag for flag in day.open_flags if flag.tier == Tier.C]
    if not flags:
        return None
    return _advice(
        day.assignment.patient,
        Tier.C,
        flags,
        date=date_format(red_flags.contact_by(flags[0].day), "l j F"),
    )


def _advice(patient: Patient, tier: str, flags: list[RedFlag], **words: str) -> content.Advice:
    if flags:
        told_at = timezone.localtime(min(flag.raised_at for flag in flags))
        words["time"] = date_format(told_at, "j F, H:i")
    return content.advice(
        tier,
        [flag.code for flag in flags],
        country=patient.clinic.country,
        phone=patient.clinic.phone,
        language=get_language() or "en",
        **words,
    )


def _receipt(flags: list[RedFlag]) -> Receipt:
    """The receipt of the flag that waits longest: what holds for it, holds for all."""
    flag = max(flags, key=lambda each: (each.acknowledged_at is None, -each.raised_at.timestamp()))
    sent = Message.objects.filter(
        kind=RED_FLAG_ALERT, dedupe_key__startswith=f"{RED_FLAG_ALERT}:{flag.pk}:"
    )
    return Receipt(
        sent_at=sent.filter(sent_at__isnull=False).values_list("sent_at", flat=True).first(),
        seen_at=flag.acknowledged_at,
        seen_by=str(flag.acknowledged_by) if flag.acknowledged_by_id else "",
    )
