"""Diary entries, as a patient's app sends them and reads them back.

What is read back depends on the row alone: the same post twice gets the same bytes.
"""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.api import strict
from programs.api.serializers.stop import StopSerializer, stop_for
from programs.models import Completion, EntrySource, MorningReport, ScreenKind, Session
from programs.models.diary import Entry
from programs.models.scales import DOSE_PERCENT, PAIN, SETTLE_MINUTES, SITE, STAGES, STEPS
from programs.services import red_flags

LONGEST_NOTE = 2000


class EntrySerializer(strict.StrictSerializer):
    """What every entry has. ``uuid`` is the client's name for the post, new for each entry."""

    uuid = strict.StrictUUIDField()
    at = strict.WallClockField(
        source="wall_clock",
        help_text="When it happened, with the offset of the clock that the patient looked at.",
    )
    day = serializers.DateField(read_only=True, help_text="The day begins at four in the morning.")
    recorded_at = serializers.DateTimeField(read_only=True)
    source = serializers.ChoiceField(EntrySource.choices, read_only=True)
    corrects = serializers.UUIDField(
        source="corrects.uuid",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The entry in whose place this one stands.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Call the instant what the services call it."""
        attrs["at"] = attrs.pop("wall_clock")
        return attrs

    def stop(self, entry: Entry, codes: list[str]) -> dict[str, Any] | None:
        return stop_for(codes, patient=self.context["patient"], told_at=entry.wall_clock)


class SessionAnswers(strict.StrictSerializer):
    stage = strict.scale(STAGES)
    step = strict.scale(STEPS)
    completion = strict.StrictChoiceField(Completion.choices)
    dose_percent = strict.scale(
        DOSE_PERCENT,
        required=False,
        help_text="Share of the day's planned dose; left out: one of the planned bouts.",
    )
    pain_before = strict.scale(PAIN)
    pain_peak = strict.scale(PAIN)
    pain_after = strict.scale(PAIN)
    site_before = strict.scale(SITE)
    site_after = strict.scale(SITE)
    settle_minutes = strict.answer(SETTLE_MINUTES)
    not_settled = strict.StrictBooleanField(required=False)
    note = strict.StrictCharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)


class SessionSerializer(SessionAnswers, EntrySerializer):
    """One bout of exercise, and the red-flag line that was answered with it."""

    red_flags = serializers.ListField(
        child=strict.StrictChoiceField(red_flags.asked(ScreenKind.SESSION)),
        required=False,
        allow_null=True,
        max_length=20,
        help_text="Codes said yes to; empty: none of these; null: the line was not answered.",
    )
    stop = serializers.SerializerMethodField()

    @extend_schema_field(StopSerializer(allow_null=True))
    def get_stop(self, session: Session) -> dict[str, Any] | None:
        return self.stop(session, session.red_flags or [])


class MorningReportAnswers(strict.StrictSerializer):
    pain = strict.scale(PAIN)
    site = strict.scale(SITE)
    worst_24h = strict.answer(PAIN)
    neuro_worse = strict.yes_or_no()


class MorningReportSerializer(MorningReportAnswers, EntrySerializer):
    """How the nerve answered overnight. Told on another day it is kept, and not used."""

    day = strict.StrictDateField(required=False, help_text="The morning told of; left out: today.")
    in_time = serializers.BooleanField(read_only=True)
    detail = serializers.SerializerMethodField()

    def get_detail(self, report: MorningReport) -> str | None:
        if report.in_time:
            return None
        return _("Kept, and not used for your plan: it came on another day than its own.")


class CheckInAnswers(strict.StrictSerializer):
    sleep = strict.answer(PAIN)
    stress = strict.answer(PAIN)
    worry = strict.answer(PAIN)
    unwell = strict.yes_or_no()
    out_of_routine = strict.yes_or_no()


class CheckInSerializer(CheckInAnswers, EntrySerializer):
    """What makes the patient more vulnerable today. Every answer may be left out."""


@extend_schema_field(
    {
        "type": "object",
        "properties": {code: {"type": "boolean"} for code in red_flags.asked(ScreenKind.FULL)},
        "additionalProperties": False,
        "minProperties": 1,
    }
)
class AnswersField(serializers.DictField):
    """Yes or no by the code of the question."""

    child = strict.StrictBooleanField()


class RedFlagScreenSerializer(EntrySerializer):
    """The red-flag questions as answered. Never corrected: what it raised, a clinician closes."""

    kind = strict.StrictChoiceField(ScreenKind.choices, default=ScreenKind.FULL)
    answers = AnswersField(
        help_text="Code to yes or no; an unanswered question is left out, never sent as no."
    )
    complete = serializers.BooleanField(read_only=True)
    content_version = serializers.IntegerField(read_only=True)
    stop = serializers.SerializerMethodField()

    @extend_schema_field(StopSerializer(allow_null=True))
    def get_stop(self, screen: Any) -> dict[str, Any] | None:
        return self.stop(screen, [code for code, yes in screen.answers.items() if yes])

    def to_representation(self, screen: Any) -> dict[str, Any]:
        shown = super().to_representation(screen)
        # PostgreSQL stores the keys in an order of its own.
        shown["answers"] = dict(sorted(shown["answers"].items()))
        return shown


class Correction(strict.StrictSerializer):
    """What changes in an entry: what is left out is taken over from it."""

    uuid = strict.StrictUUIDField()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "uuid"
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) == 1:
            raise serializers.ValidationError(_("Send at least one answer that changes."))
        return attrs


class SessionCorrection(Correction, SessionAnswers):
    """A correction of a session."""


class MorningReportCorrection(Correction, MorningReportAnswers):
    """A correction of a morning report."""


class CheckInCorrection(Correction, CheckInAnswers):
    """A correction of a check-in."""
