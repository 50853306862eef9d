"""What a patient tells: sessions, morning reports, check-ins.

Rows come and never change. A correction is a new row that names the one it corrects; the
entry that counts is the one that nothing corrects. ``uuid`` is the client's name for a post:
the same again is the same row.
"""

import uuid
from datetime import datetime, timedelta, timezone

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User

from .assignment import Assignment
from .program import Prescription
from .scales import (
    DOSE_PERCENT,
    PAIN,
    SETTLE_MINUTES,
    SITE,
    STAGES,
    STEPS,
    answer_field,
    one_of,
    scale_field,
    within,
)

UTC_OFFSETS = (-24 * 60, 24 * 60)


class EntrySource(models.TextChoices):
    """The door an entry came in by."""

    PHONE = "phone", _("Phone page")
    API = "api", _("API")
    SMS = "sms", _("SMS")
    CLINIC = "clinic", _("Clinic")


class Completion(models.TextChoices):
    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly")
    STOPPED = "stopped", _("Stopped for pain")


class EntryQuerySet(models.QuerySet):
    def for_clinician(self, user: User) -> "EntryQuerySet":
        return self.filter(assignment__patient__clinic__clinicians__user=user)

    def current(self) -> "EntryQuerySet":
        """Without those that a later entry corrects."""
        return self.filter(correction__isnull=True)


class Entry(models.Model):
    """What every diary entry has: when it happened, on whose clock, and what it corrects."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="%(class)ss")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    # The instant, and the offset of the clock that the patient looked at, in minutes: the
    # wall clock decides the logical day, also for an entry that was sent days later.
    at = models.DateTimeField()
    utc_offset = models.SmallIntegerField()
    day = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    source = models.CharField(max_length=6, choices=EntrySource, default=EntrySource.PHONE)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    @property
    def wall_clock(self) -> datetime:
        """The time that the patient saw, with its own offset."""
        return self.at.astimezone(timezone(timedelta(minutes=self.utc_offset)))


def entry_constraints(model: str) -> list[models.BaseConstraint]:
    """The constraints of ``Entry``, named after the concrete model."""
    return [
        within(f"{model}_utc_offset", utc_offset=UTC_OFFSETS),
        one_of(f"{model}_source", source=EntrySource.values),
        models.CheckConstraint(
            condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
            name=f"{model}_corrects_another",
        ),
    ]


class Session(Entry):
    """One bout of exercise at one step."""

    stage = scale_field(_("stage"), STAGES)
    step = scale_field(_("step"), STEPS)
    completion = models.CharField(max_length=7, choices=Completion)
    dose_percent = scale_field(_("share of the day's dose, %"), DOSE_PERCENT)
    pain_before = scale_field(_("pain before, 0–10"), PAIN)
    pain_peak = scale_field(_("worst pain, 0–10"), PAIN)
    pain_after = scale_field(_("pain after, 0–10"), PAIN)
    site_before = scale_field(_("furthest site before, 0–5"), SITE)
    site_after = scale_field(_("furthest site after, 0–5"), SITE)
    settle_minutes = answer_field(_("settled after, minutes"), SETTLE_MINUTES)
    not_settled = models.BooleanField(_("not settled yet"), default=False)
    # The one exercise that hurt more than the others, if the patient named one.
    hurt_more = models.ForeignKey(
        Prescription, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("session"),
            within(
                "session_on_its_scales",
                stage=STAGES,
                step=STEPS,
                dose_percent=DOSE_PERCENT,
                pain_before=PAIN,
                pain_peak=PAIN,
                pain_after=PAIN,
                site_before=SITE,
                site_after=SITE,
                settle_minutes=SETTLE_MINUTES,
            ),
            one_of("session_completion", completion=Completion.values),
            models.CheckConstraint(
                condition=Q(not_settled=False) | Q(settle_minutes__isnull=True),
                name="session_settled_or_not",
            ),
            models.CheckConstraint(
                condition=Q(pain_peak__gte=F("pain_before")) & Q(pain_peak__gte=F("pain_after")),
                name="session_peak_is_the_worst",
            ),
            # Two first entries for one instant are one bout, told twice.
            models.UniqueConstraint(
                fields=["assignment", "at"],
                condition=Q(corrects__isnull=True),
                name="session_once_at_a_time",
            ),
        ]
        indexes = [
            # A review reads one assignment's sessions in order of time.
            models.Index(fields=["assignment", "at"], name="session_history"),
        ]

    def __str__(self) -> str:
        return f"Session {self.stage}.{self.step} on {self.day}"

    def clean(self) -> None:
        """Refuse a worst pain that another pain of the same bout exceeds."""
        pains = (self.pain_before, self.pain_after)
        if self.pain_peak < max(pains):
            told = _("The worst pain is at least the pain before and after (%d).") % max(pains)
            raise ValidationError({"pain_peak": told})
        if self.not_settled and self.settle_minutes is not None:
            told = _("Say how long it took to settle, or that it has not: not both.")
            raise ValidationError({"settle_minutes": told})


class MorningReport(Entry):
    """How the nerve answered overnight. ``day`` is the morning it tells of."""

    # Told on its own day; a later one is kept and not used.
    in_time = models.BooleanField()
    pain = scale_field(_("pain on getting up, 0–10"), PAIN)
    site = scale_field(_("furthest site, 0–5"), SITE)
    worst_24h = answer_field(_("worst pain in 24 hours, 0–10"), PAIN)
    neuro_worse = models.BooleanField(
        _("tingling or numbness worse than before the session"), null=True, blank=True
    )

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("morningreport"),
            within("morningreport_on_its_scales", pain=PAIN, site=SITE, worst_24h=PAIN),
            models.UniqueConstraint(
                fields=["assignment", "day"],
                condition=Q(corrects__isnull=True, in_time=True),
                name="morningreport_one_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "day"], name="morningreport_history"),
        ]

    def __str__(self) -> str:
        return f"Morning of {self.day}"


class CheckIn(Entry):
    """What makes the patient more vulnerable today. Every answer may be left out."""

    sleep = answer_field(_("sleep last night, 0–10"), PAIN)
    stress = answer_field(_("stress, 0–10"), PAIN)
    worry = answer_field(_("worry about moving or harm, 0–10"), PAIN)
    unwell = models.BooleanField(_("unwell or feverish"), null=True, blank=True)
    out_of_routine = models.BooleanField(_("out of routine"), null=True, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("checkin"),
            within("checkin_on_its_scales", sleep=PAIN, stress=PAIN, worry=PAIN),
            models.UniqueConstraint(
                fields=["assignment", "day"],
                condition=Q(corrects__isnull=True),
                name="checkin_one_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "day"], name="checkin_history"),
        ]

    def __str__(self) -> str:
        return f"Check-in of {self.day}"
